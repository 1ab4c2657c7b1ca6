import { describe, expect, it } from "vitest";
import { conversionsQuestion } from "@/lib/reports/conversions/definition";
import { type FieldFilter, filterText, readFilters, segmentOf, writeFilters } from "./field-filter";
import type { ReportParams } from "./report-params";
import { commonOf, readReportView } from "./report-view";

const none: ReportParams = {
  range: null,
  from: null,
  to: null,
  unit: null,
  compare: null,
  segment: null,
  f: null,
};
const segments = [{ key: "buyers", name: "Buyers" }];
const view = (params: Partial<ReportParams>, today = "2026-11-22") =>
  readReportView({ ...none, ...params }, today, segments);

describe("the range", () => {
  it("is the last 28 days, today included, when the address says nothing", () => {
    expect(view({})).toEqual({
      range: "28d",
      rangeLabel: "Last 28 days",
      from: "2026-10-26",
      to: "2026-11-23",
      unit: "visitor",
      comparesPrevious: true,
      segment: null,
      filters: [],
      notices: [],
    });
  });

  it.each([
    ["1d", "2026-11-22", "2026-11-23", "Today"],
    ["yesterday", "2026-11-21", "2026-11-22", "Yesterday"],
    ["7d", "2026-11-16", "2026-11-23", "Last 7 days"],
    ["45d", "2026-10-09", "2026-11-23", "Last 45 days"],
    ["month", "2026-11-01", "2026-11-23", "This month"],
    ["last-month", "2026-10-01", "2026-11-01", "Last month"],
  ])("reads %s as %s to %s", (range, from, to, rangeLabel) => {
    expect(view({ range })).toMatchObject({ range, from, to, rangeLabel, notices: [] });
  });

  it("shows the inclusive last day of dates whose end is exclusive", () => {
    expect(view({ from: "2026-08-01", to: "2026-09-01" })).toMatchObject({
      range: null,
      from: "2026-08-01",
      to: "2026-09-01",
      rangeLabel: "1 Aug – 31 Aug 2026",
    });
    expect(view({ from: "2025-12-31", to: "2026-01-02" }).rangeLabel).toBe("31 Dec 2025 – 1 Jan 2026");
    expect(view({ from: "2026-08-01", to: "2026-08-02" }).rangeLabel).toBe("1 Aug 2026");
  });

  it.each([
    [{ range: "fortnight" }, "There is no range “fortnight”. Showing the last 28 days."],
    [{ range: "9999d" }, "There is no range “9999d”. Showing the last 28 days."],
    [{ range: "toString" }, "There is no range “toString”. Showing the last 28 days."],
    [
      { from: "2026-02-30", to: "2026-03-02" },
      "“2026-02-30” to “2026-03-02” is not a range of dates. Showing the last 28 days.",
    ],
    [
      { from: "2026-03-02", to: "2026-03-02" },
      "“2026-03-02” to “2026-03-02” is not a range of dates. Showing the last 28 days.",
    ],
    [{ from: "2026-03-02" }, "“2026-03-02” to “…” is not a range of dates. Showing the last 28 days."],
    [
      { from: "2010-01-01", to: "2026-01-01" },
      "The dates cover more than 775 days. Showing the last 28 days.",
    ],
  ])("says so when it cannot read %o", (params, notice) => {
    expect(view(params)).toMatchObject({ range: "28d", from: "2026-10-26", notices: [notice] });
  });
});

describe("unit and comparison", () => {
  it("takes sessions and no comparison", () => {
    expect(view({ unit: "session", compare: "none" })).toMatchObject({
      unit: "session",
      comparesPrevious: false,
      notices: [],
    });
  });

  it("says so when it knows neither", () => {
    expect(view({ unit: "users", compare: "year" })).toMatchObject({
      unit: "visitor",
      comparesPrevious: true,
      notices: [
        "“users” cannot be counted. Counting visitors.",
        "There is no comparison “year”. Comparing with the previous period.",
      ],
    });
  });
});

describe("filters", () => {
  it("reads fields, signs and alternatives", () => {
    expect(
      readFilters("device:mobile,desktop~channel!:Paid Search~path^:/blog~title*:sale~country:*~language!:*"),
    ).toEqual({
      filters: [
        { field: "device", op: "is", values: ["mobile", "desktop"] },
        { field: "channel", op: "isNot", values: ["Paid Search"] },
        { field: "path", op: "startsWith", values: ["/blog"] },
        { field: "title", op: "contains", values: ["sale"] },
        { field: "country", op: "exists" },
        { field: "language", op: "notExists" },
      ],
      unread: [],
    });
  });

  it("writes what it reads, whatever the values contain", () => {
    const filters: FieldFilter[] = [
      { field: "utm.campaign", op: "is", values: ["50% off, today", "a~b:c", "*", "%2C", "é"] },
      { field: "referrer", op: "contains", values: ["https://example.com/?a=b"] },
      { field: "os", op: "notExists" },
    ];
    expect(readFilters(writeFilters(filters) ?? "")).toEqual({ filters, unread: [] });
  });

  it("leaves out what it does not know and says so", () => {
    const { filters, notices } = view({
      f: "device:mobile~colour:red~device:~constructor:x~path^:*~nonsense",
    });
    expect(filters).toEqual([{ field: "device", op: "is", values: ["mobile"] }]);
    expect(notices).toHaveLength(5);
    expect(notices[0]).toBe(
      "The filter “colour:red” is not one we know, so it was left out: more is counted than the link meant.",
    );
  });

  it("becomes a segment that the question accepts", () => {
    const { filters } = readFilters("device:mobile~path*:a,b~country!:*");
    expect(segmentOf(filters)).toEqual({
      and: [
        { field: "device", op: "is", value: ["mobile"] },
        {
          or: [
            { field: "path", op: "contains", value: "a" },
            { field: "path", op: "contains", value: "b" },
          ],
        },
        { field: "country", op: "notExists" },
      ],
    });
    expect(() => conversionsQuestion.parse(commonOf(view({ f: "device:mobile~path*:a,b" })))).not.toThrow();
    expect(segmentOf([])).toBeUndefined();
  });

  it("reads what is so of whole visitors, their first touch and their traits", () => {
    const text = "visitor.isNew:false~session.isFirst:true~first.channel:Email~trait.plan!:free";
    const { filters, unread } = readFilters(text);
    expect([writeFilters(filters), unread]).toEqual([text, []]);
    expect(filters.map(filterText)).toEqual([
      "Returning visitors",
      "First sessions",
      "First channel is Email",
      "Trait plan is not free",
    ]);
    expect(segmentOf(filters)).toEqual({
      and: [
        { field: "visitor.isNew", op: "is", value: false },
        { field: "session.isFirst", op: "is", value: true },
        { field: "first.channel", op: "is", value: ["Email"] },
        { field: "trait.plan", op: "isNot", value: ["free"] },
      ],
    });
    expect(readFilters("visitor.isNew:maybe~visitor.isNew!:true~session.colour:red").filters).toEqual([]);
  });

  it("says in words what a filter keeps", () => {
    expect(readFilters("device:mobile,tablet~os!:*").filters.map(filterText)).toEqual([
      "Device is mobile or tablet",
      "Operating system has no value",
    ]);
  });
});

describe("the segment", () => {
  it("is everybody, or a saved one beside the conditions", () => {
    expect(commonOf(view({ segment: "buyers" })).segment).toEqual({ segment: "buyers" });
    expect(commonOf(view({ segment: "buyers", f: "device:mobile~os:iOS" })).segment).toEqual({
      and: [
        { segment: "buyers" },
        { field: "device", op: "is", value: ["mobile"] },
        { field: "os", op: "is", value: ["iOS"] },
      ],
    });
    expect(() => conversionsQuestion.parse(commonOf(view({ segment: "buyers" })))).not.toThrow();
  });

  it("says so when it is not there", () => {
    expect(view({ segment: "gone" })).toMatchObject({
      segment: null,
      notices: ["There is no segment “gone”, so everybody is counted."],
    });
  });
});
