import { describe, expect, it } from "vitest";
import type { Rate } from "@/lib/reports/definition";
import { axisTicks, spreadIndexes } from "./axis-ticks";
import { changeOf } from "./change";
import { csvFileName, tableToCsv } from "./data-table";
import {
  divisionText,
  formatCount,
  formatDuration,
  formatInterval,
  formatPercent,
  formatRate,
} from "./format";
import { prepareSparkline } from "./prepare-sparkline";
import { moneyCell, rateCell, secondsCell } from "./table-cells";

/** Narrow spaces read as spaces here. */
const plain = (text: string) => text.replaceAll("\u202f", " ");
const rate = (part: number, whole: number): Rate =>
  whole === 0
    ? { part, whole, rate: null, low: null, high: null }
    : { part, whole, rate: part / whole, low: 0.038, high: 0.046 };

describe("numbers", () => {
  it.each([
    [0, "0 %"],
    [1, "100 %"],
    [0.4174, "41.7 %"],
    [0.0417, "4.2 %"],
    [0.0042, "0.42 %"],
    [0.00031, "0.031 %"],
    [0.9996, "99.96 %"],
    [0.99999, "99.99 %"],
    [-0.019, "-1.9 %"],
  ])("prints a share of %d as %s", (share, text) => expect(plain(formatPercent(share))).toBe(text));

  it.each([
    [0, "0 s"],
    [0.4, "< 1 s"],
    [45, "45 s"],
    [200, "3 min 20 s"],
    [3599.6, "1 h"],
    [3599, "59 min 59 s"],
    [7140, "1 h 59 min"],
    [86_399, "1 d"],
    [187_200, "2 d 4 h"],
    [86_400 * 30, "30 d"],
  ])("prints %d seconds as %s", (seconds, text) => expect(plain(formatDuration(seconds))).toBe(text));

  it("shows the division and never a zero for what cannot be said", () => {
    expect(plain(divisionText(rate(412, 9870), "visitors"))).toBe(
      "412 of 9,870 visitors · 95 % interval 3.8–4.6 %",
    );
    expect(divisionText(rate(0, 0), "visitors")).toBe("No visitors to divide by, so no rate.");
    expect([formatRate(rate(0, 0)), formatRate(null), plain(formatRate(rate(0, 5)))]).toEqual([
      "—",
      "—",
      "0 %",
    ]);
    expect(plain(formatInterval(0.0012, 0.0031))).toBe("0.12–0.31 %");
    expect(formatCount(1234567)).toBe("1,234,567");
  });
});

describe("a change", () => {
  it("is up or down only where the interval excludes no change", () => {
    const up = changeOf(rate(600, 10_000), rate(500, 10_000), "Purchase");
    expect([up.kind, plain(up.text)]).toEqual(["up", "↑ 20 % (7 to 35 %)"]);
    expect(plain(up.sentence)).toContain("The rate to Purchase rose by 20 %");
    const down = changeOf(rate(500, 10_000), rate(600, 10_000), "Purchase");
    expect([down.kind, plain(down.text)]).toEqual(["down", "↓ 17 % (6 to 26 %)"]);
  });

  it("is called noise otherwise, with the interval on demand", () => {
    const same = changeOf(rate(51, 1000), rate(50, 1000), "Purchase");
    expect([same.kind, same.text]).toEqual(["same", "≈ no real change"]);
    expect(plain(same.sentence)).toContain("−30 to +49 %");
  });

  it("does not compare with nobody or with none", () => {
    expect(changeOf(rate(1, 2), undefined, "P").kind).toBe("unknown");
    expect(changeOf(rate(1, 2), rate(0, 0), "P").kind).toBe("unknown");
    expect(changeOf(rate(0, 0), rate(1, 2), "P").kind).toBe("unknown");
    expect(changeOf(rate(1, 2), rate(0, 9), "P").text).toBe("none before");
  });
});

describe("a table as CSV", () => {
  it("quotes, marks formulas and leaves unknown cells empty", () => {
    const csv = tableToCsv({
      columns: [{ label: "Step" }, { label: "Visitors, reached", numeric: true }],
      rows: [
        [
          { text: "=HYPERLINK(1)", raw: "=HYPERLINK(1)" },
          { text: "1,234", raw: 1234 },
        ],
        [
          { text: '+1 "a"', raw: '+1 "a"' },
          { text: "—", raw: null },
        ],
        [
          { text: "-x", raw: "-x" },
          { text: "-5", raw: -5 },
        ],
        [
          { text: "@y", raw: "@y" },
          { text: "0", raw: 0 },
        ],
        [
          { text: "\tz", raw: "\tz" },
          { text: "a\nb", raw: "a\nb" },
        ],
      ],
    });
    expect(csv).toBe(
      '\ufeffStep,"Visitors, reached"\r\n\'=HYPERLINK(1),1234\r\n"\'+1 ""a""",\r\n\'-x,-5\r\n\'@y,0\r\n\'\tz,"a\nb"\r\n',
    );
  });

  it("gives the spreadsheet numbers: shares, seconds and major units", () => {
    expect(rateCell(0.123456789).raw).toBe(0.123457);
    expect(rateCell(null)).toEqual({ text: "—", raw: null });
    expect(secondsCell(61.7).raw).toBe(62);
    expect(moneyCell([{ currency: "EUR", minor: 123_456 }])).toEqual({ text: "€1,234.56", raw: 1234.56 });
    expect(moneyCell([{ currency: "JPY", minor: 500 }]).raw).toBe(500);
    expect(
      moneyCell([
        { currency: "EUR", minor: 100 },
        { currency: "USD", minor: 200 },
      ]).raw,
    ).toBe("€1.00 + $2.00");
    expect(moneyCell([])).toEqual({ text: "—", raw: null });
  });

  it("names the file after the chart", () => {
    expect(csvFileName("Shop", "Größe: 1/2", "2026-11-22")).toBe("shop-größe-1-2-2026-11-22.csv");
  });
});

describe("axes", () => {
  it.each([
    [0, [0]],
    [3, [0, 1, 2, 3]],
    [0.042, [0, 0.02, 0.04, 0.06]],
    [100, [0, 25, 50, 75, 100]],
    [101, [0, 50, 100, 150]],
    [9870, [0, 2500, 5000, 7500, 10_000]],
  ])("ends %d at a round number with five ticks at most", (max, ticks) =>
    expect(axisTicks(max)).toEqual(ticks),
  );

  it("labels few positions, the last one always", () => {
    expect(spreadIndexes(28, 5)).toEqual([3, 9, 15, 21, 27]);
    expect(spreadIndexes(3, 5)).toEqual([0, 1, 2]);
    expect(spreadIndexes(0, 5)).toEqual([]);
  });
});

describe("a sparkline", () => {
  const point = (value: number | null, complete = true) => ({ start: "", complete, values: [value] });

  it("draws what is still running apart from what is over", () => {
    expect(prepareSparkline([point(0), point(2), point(1, false)], 0)).toEqual({
      area: "M0,30 L0,29 L50,1 L100,15 L100,30 Z",
      line: "M0,29 L50,1",
      running: "M50,1 L100,15",
    });
  });

  it("does not draw what has yet to come", () => {
    const sparkline = prepareSparkline([point(2), point(1, false), point(0, false)], 0);
    expect(sparkline).toEqual({ area: "M0,30 L0,1 L50,15 L50,30 Z", line: "", running: "M0,1 L50,15" });
  });

  it("leaves gaps open and survives nothing at all", () => {
    expect(prepareSparkline([point(1), point(1), point(null), point(1), point(1)], 0).line).toBe(
      "M0,1 L25,1 M75,1 L100,1",
    );
    expect(prepareSparkline([], 0)).toEqual({ area: "", line: "", running: "" });
  });
});
