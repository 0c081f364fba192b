"""Roads as numbers: the loops in them, and the longest way through, without recursion."""

from collections.abc import Sequence

Edges = Sequence[Sequence[int]]


def parts(edges: Edges) -> list[list[int]]:
    """Return the strongly connected parts (Kosaraju), each before those it leads to; `edges[n]` is where n leads."""
    back = turned(edges)
    seen = [False] * len(edges)
    found = []
    for root in reversed(_finished(edges)):
        if seen[root]:
            continue
        seen[root] = True
        part = [root]
        for node in part:
            for before in back[node]:
                if not seen[before]:
                    seen[before] = True
                    part.append(before)
        found.append(part)
    return found


def ordered(edges: Edges) -> list[int]:
    """Return the nodes, each after all that lead to it; what lies in a loop or behind one is left out."""
    left = [0] * len(edges)
    for ways in edges:
        for to in ways:
            left[to] += 1
    order = [node for node, number in enumerate(left) if not number]
    for node in order:
        for to in edges[node]:
            left[to] -= 1
            if not left[to]:
                order.append(to)
    return order


def loops(edges: Edges) -> list[list[int]]:
    """Return the parts in which one can go round."""
    return [part for part in parts(edges) if len(part) > 1 or part[0] in edges[part[0]]]


def turned(edges: Edges) -> list[list[int]]:
    """Return the same roads the other way round."""
    back: list[list[int]] = [[] for _ in edges]
    for node, ways in enumerate(edges):
        for to in ways:
            back[to].append(node)
    return back


def leading_to(edges: Edges, goals: Sequence[int]) -> set[int]:
    """Return every node from which a goal can be reached, the goals included."""
    back = turned(edges)
    waiting = list(dict.fromkeys(goals))
    seen = bytearray(len(edges))
    for goal in waiting:
        seen[goal] = True
    for goal in waiting:
        for node in back[goal]:
            if not seen[node]:
                seen[node] = True
                waiting.append(node)
    return set(waiting)


def longest(edges: Edges, weights: Sequence[int]) -> list[int]:
    """Return for each node the heaviest way on from it, itself included; what lies in one loop is counted once."""
    part_of = [0] * len(edges)
    found = parts(edges)
    for number, part in enumerate(found):
        for node in part:
            part_of[node] = number
    far = [0] * len(found)
    for number, part in reversed(list(enumerate(found))):
        ahead = [far[part_of[to]] for node in part for to in edges[node]]
        far[number] = sum(weights[node] for node in part) + max(ahead, default=0)
    return [far[number] for number in part_of]


def _finished(edges: Edges) -> list[int]:
    """Return the nodes in the order a walk in depth is done with them."""
    seen = [False] * len(edges)
    order = []
    for root in range(len(edges)):
        road = [] if seen[root] else [(root, iter(edges[root]))]
        seen[root] = True
        while road:
            node, ways = road[-1]
            ahead = next((to for to in ways if not seen[to]), None)
            if ahead is None:
                order.append(node)
                road.pop()
            else:
                seen[ahead] = True
                road.append((ahead, iter(edges[ahead])))
    return order
