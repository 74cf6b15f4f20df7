"""Samples of interleaved runs, and the tables they make."""
import statistics


class Samples:
    """What each case of a group gave, round by round."""

    def __init__(self):
        self.cases = {}

    def add(self, case, metrics):
        kept = self.cases.setdefault(case, {})
        for name, value in metrics.items():
            kept.setdefault(name, []).append(value)

    def values(self, case, metric):
        return self.cases.get(case, {}).get(metric, [])

    def ratios(self, case, other, metric):
        """Of each round on its own: what the machine did to both of a round cancels out."""
        return [a / b for a, b in zip(self.values(case, metric), self.values(other, metric)) if b]


def shown(value):
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def spread(values):
    return f"{shown(min(values))} - {shown(max(values))}"


def table(group, samples):
    """Markdown: a row a case; the first metric with its spread and, where the group compares, the
    ratio to another case; then the medians of the other metrics."""
    metrics = group.metrics
    first, *others = metrics
    compares = any(group.compared_with(case) in samples.cases for case in samples.cases)
    heads = ["case", first, "min - max"]
    if compares:
        heads += ["times it (min - max)", "is"] if group.ratio_of_other else \
            ["ratio (min - max)", "to"]
    heads += others
    lines = ["| " + " | ".join(heads) + " |",
             "|---|--:|--:|" + ("--:|---|" if compares else "") + "--:|" * len(others)]
    for case in samples.cases:
        values = samples.values(case, metrics[first])
        cells = [case, shown(statistics.median(values)), spread(values)] if values else [case, "", ""]
        if compares:
            other = group.compared_with(case)
            pair = (other, case) if group.ratio_of_other else (case, other)
            ratios = samples.ratios(*pair, metrics[first]) if other else []
            cells += [f"{statistics.median(ratios):.3g} ({spread(ratios)})", other] if ratios \
                else ["", ""]
        for name in others:
            more = samples.values(case, metrics[name])
            cells.append(shown(statistics.median(more)) if more else "")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def machine_table(machine):
    return "| | |\n|---|---|\n" + "".join(f"| {k} | {v} |\n" for k, v in machine.items())
