import { describe, expect, it } from "vitest";
import { readCsvCosts } from "./read-csv";

const euro = { currency: "EUR" };
const google = { day: "2026-10-01", source: "google", medium: "", campaign: "Brand" };
const read = (...lines: string[]) => readCsvCosts(lines.join("\n"), euro);

describe("readCsvCosts", () => {
  it("keeps the good lines and says what is wrong with the others", () => {
    const { costs, added, bad } = readCsvCosts(
      [
        "\ufeffday,source,medium,campaign,cost,currency,clicks,impressions",
        '2026-10-01,Google,CPC," Brand, exact ",12.34,usd,10,"1,234"',
        "2026-02-30,google,cpc,Brand,1,EUR,,",
        "",
        "2026-10-01,,cpc,Brand,1,EUR,,",
        "2026-10-01,google,cpc,Brand,free,EUR,,",
        "2026-10-01,google,cpc,Brand,-1,EUR,,",
        "2026-10-01,google,cpc,Brand,,EUR,,",
        "2026-10-01,google,cpc,Brand,1,XAU,,",
        "2026-10-01,google,cpc,Brand,1,EUR,1.5,",
        '2026-10-01,"google,cpc,Brand,1,EUR,,',
        "1066-10-14,google,cpc,Brand,1,EUR,,",
        "2026-10-02,google,,,1999,jpy,--,",
      ].join("\r\n"),
      euro,
    );
    expect(costs).toEqual([
      {
        day: "2026-10-01",
        source: "google",
        medium: "cpc",
        campaign: "Brand, exact",
        costMinor: 1234,
        currency: "USD",
        clicks: 10,
        impressions: 1234,
      },
      {
        day: "2026-10-02",
        source: "google",
        medium: "",
        campaign: "",
        costMinor: 1999,
        currency: "JPY",
        clicks: null,
        impressions: null,
      },
    ]);
    expect(added).toBe(0);
    expect(bad).toEqual([
      { line: 3, message: "Write the day as YYYY-MM-DD, like 2026-10-01." },
      { line: 5, message: "State the source, as your links do in utm_source, like google." },
      { line: 6, message: expect.stringContaining("“free” is no amount") },
      { line: 7, message: "A cost is 0 or more." },
      { line: 8, message: "There is no cost." },
      { line: 9, message: "A currency is its three-letter ISO 4217 code, like EUR." },
      { line: 10, message: "Clicks and impressions are whole numbers." },
      { line: 11, message: "This line is no CSV: a quote is not closed." },
      { line: 12, message: "Costs go back to 1990." },
    ]);
  });

  it("reads what Google Ads exports: a title first, no source, its own words", () => {
    const text = [
      "Campaign report",
      '"October 1, 2026 - October 2, 2026"',
      "Day,Campaign,Currency code,Cost,Clicks,Impr.",
      '2026-10-01,Brand,EUR,"1,012.50","1,200",--',
      'Total: Account,--, ,"1,012.50",,',
    ].join("\n");
    expect(readCsvCosts(text, { ...euro, source: "google", medium: "cpc" })).toEqual({
      costs: [
        {
          ...google,
          medium: "cpc",
          costMinor: 101_250,
          currency: "EUR",
          clicks: 1200,
          impressions: null,
        },
      ],
      added: 0,
      bad: [{ line: 5, message: "Write the day as YYYY-MM-DD, like 2026-10-01." }],
    });
  });

  it("reads what Meta exports and what German spreadsheets write", () => {
    const meta = read(
      "Campaign name,Day,Platform,Amount spent (USD),Link clicks",
      "Brand,2026-10-01,ig,3.5,7",
    );
    expect(meta.costs).toMatchObject([{ source: "ig", costMinor: 350, currency: "USD", clicks: 7 }]);
    const german = read(
      "Datum;Quelle;Kampagne;Kosten;Währung;Impressionen",
      "1.10.2026;google;Brand;1.012,5;;1.234",
    );
    expect(german.costs).toEqual([
      { ...google, costMinor: 101_250, currency: "EUR", clicks: null, impressions: 1234 },
    ]);
  });

  it("adds up the lines of one day, source, medium and campaign, but no two currencies", () => {
    const { costs, added, bad } = read(
      "date,source,campaign,cost,currency,clicks",
      "2026-10-01,google,Brand,1,EUR,1",
      "2026-10-01,GOOGLE,Brand,2,EUR,",
      "2026-10-01,google,Brand,4,USD,",
      "2026-10-01,google,brand,8,EUR,",
    );
    expect(costs).toMatchObject([
      { campaign: "Brand", costMinor: 300, clicks: 1 },
      { campaign: "brand", costMinor: 800 },
    ]);
    expect(added).toBe(1);
    expect(bad).toEqual([{ line: 4, message: "This campaign has costs in EUR on that day already." }]);
  });

  it.each([
    [",", "12", 1200],
    [",", "12.3", 1230],
    [",", "0.005", 0],
    [",", "0.015", 2],
    [",", '"1,234"', 123_400],
    [",", '"1,234,567.8"', 123_456_780],
    [",", '"12,5"', 1250],
    [",", "1.234", 123],
    [",", "€ 12.50", 1250],
    [";", "12,5", 1250],
    [";", "12.50", 1250],
    [";", "1.234,56", 123_456],
    [";", "1 234,56 €", 123_456],
    [";", "0.125", 12],
    [";", "1.234", null],
    [",", "1.2.3", null],
    [",", "1e3", null],
    [",", "0x10", null],
    [",", "=1+1", null],
    [",", "1.1234567", null],
    [",", "1000000000000000", null],
  ])("in a file with “%s” takes %s as %s cents", (delimiter, written, minor) => {
    const { costs, bad } = read(
      ["day", "source", "cost"].join(delimiter),
      ["2026-10-01", "google", written].join(delimiter),
    );
    expect([costs[0]?.costMinor ?? null, bad.length]).toEqual([minor, minor === null ? 1 : 0]);
  });

  it.each(["20261001", "2026/10/01", "01.10.2026", "1.10.2026"])("takes %s as a day", (written) => {
    expect(read("day\tsource\tcost", `${written}\tgoogle\t1`).costs[0]?.day).toBe("2026-10-01");
  });

  it("does not guess at 10/01/2026", () => {
    expect(read("day,source,cost", "10/01/2026,google,1").bad).toHaveLength(1);
  });

  it("keeps the sums of lines within what a cost can be", () => {
    const line = "2026-10-01,google,Brand,600000000000";
    const { costs, added, bad } = read("day,source,campaign,cost", line, line, "2026-10-01,google,Brand,1");
    expect([costs.map(({ costMinor }) => costMinor), added]).toEqual([[60_000_000_000_100], 1]);
    expect(bad).toEqual([{ line: 3, message: expect.stringContaining("too large") }]);
  });

  it("takes off what keeps a text from being a formula", () => {
    const { costs } = read(
      "day,source,campaign,cost",
      ...["=1", "-a", "＝1"].map((name) => `2026-10-01,google,'${name},1`),
    );
    expect(costs.map(({ campaign }) => campaign)).toEqual(["=1", "-a", "＝1"]);
  });

  it.each([
    ["brackets", "(".repeat(1_000_000)],
    ["fields", ",".repeat(1_000_000)],
    ["an amount", `2026-10-01,google,1${" ".repeat(1_000_000)}x`],
    ["a campaign", `2026-10-01,google,1,"${"a".repeat(1_000_000)}"`],
  ])("is not held up by a line that is nothing but %s", (_, line) => {
    const { costs, bad } = read(line, "day,source,cost,campaign", line, "2026-10-01,google,1,Brand");
    expect([costs.length, bad.length]).toEqual([1, 1]);
  });

  it("says when there is no header, and nothing of a file that has only one", () => {
    for (const text of ["", "2026-10-01,google,1", "hello"])
      expect(read(text)).toEqual({
        costs: [],
        added: 0,
        bad: [{ line: 1, message: expect.stringContaining("no header") }],
      });
    expect(read("day,source,cost")).toEqual({ costs: [], added: 0, bad: [] });
  });
});
