import { expect, it } from "vitest";
import { isTimezone } from "./is-timezone";

it.each([
  "UTC",
  "Europe/Berlin",
  "europe/berlin",
  "Asia/Kathmandu",
  "America/Argentina/Buenos_Aires",
  "Etc/GMT+5",
])("accepts %s", (name) => {
  expect(isTimezone(name)).toBe(true);
});

it.each([
  "",
  " UTC",
  "Mars/Phobos",
  "Berlin",
  "+02:00",
  "Z",
  "JST",
  "2024-01-01T00:00[Europe/Berlin]",
  "Europe/Berlin\n",
])("refuses %j", (name) => {
  expect(isTimezone(name)).toBe(false);
});
