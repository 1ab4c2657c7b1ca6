import { expect, it } from "vitest";
import type { Filter, Matcher } from "@/lib/matching/definition";
import { ruleInWords } from "./rule-in-words";

/** Bold and italic as in Markdown, so that a test reads like the screen. */
const said = (matcher: Matcher): string =>
  ruleInWords(matcher)
    .map(({ text, as }) => (as === "word" ? `**${text}**` : as === "name" ? `*${text}*` : text))
    .join("");

it("says an event with a condition", () => {
  expect(said({ event: "Order Completed", where: { field: "property.revenue", op: "gt", value: 0 } })).toBe(
    "**Event** is *Order Completed* **and** *property.revenue* **is greater than** *0*",
  );
});

it("says a page, and a page pattern", () => {
  expect(said({ page: "/thanks" })).toBe("**Page** is */thanks*");
  expect(said({ page: "/p/*" })).toBe("**Page** matches */p/**");
});

it("says how far a page was read", () => {
  expect(said({ engaged: { scrollPercent: 75 } })).toBe("**Page read**: scrolled at least *75\u202f%*");
  expect(said({ engaged: { scrollPercent: 50, seconds: 30, page: "/blog/**" } })).toBe(
    "**Page read**: scrolled at least *50\u202f%* **and** stayed at least *30\u202fs* **on** */blog/***",
  );
});

it("says alternatives, each with its own conditions", () => {
  expect(
    said({ any: [{ event: "A", where: { field: "device", op: "is", value: "mobile" } }, { page: "/b" }] }),
  ).toBe("**Event** is *A* **and** *device* **is** *mobile* **or** **Page** is */b*");
});

it("puts brackets where a condition holds for all alternatives", () => {
  expect(
    said({
      any: [{ event: "A" }, { event: "B" }],
      where: { field: "country", op: "isNot", value: ["DE", "AT"] },
    }),
  ).toBe("(**Event** is *A* **or** **Event** is *B*) **and** *country* **is not** one of *DE*, *AT*");
});

it("puts brackets around what is not simply joined by and", () => {
  const mobile: Filter = { field: "device", op: "is", value: "mobile" };
  const vip: Filter = { field: "property.vip", op: "exists" };
  const cheap: Filter = { field: "property.price", op: "between", value: [1, 9] };
  expect(said({ event: "A", where: { and: [{ or: [mobile, vip] }, { not: cheap }] } })).toBe(
    "**Event** is *A* **and** (*device* **is** *mobile* **or** *property.vip* **exists**) **and** " +
      "**not** (*property.price* **is between** *1* **and** *9*)",
  );
});

it("says another goal", () => {
  expect(said({ goal: "purchase" })).toBe("**Goal** is *purchase*");
});
