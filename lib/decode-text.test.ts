import { expect, it } from "vitest";
import { decodeText } from "./decode-text";

const text = "Größe;広告\n";
const little = Buffer.from(`\ufeff${text}`, "utf16le");

it.each([
  ["UTF-8", Buffer.from(text)],
  ["UTF-8 with its mark", Buffer.from(`\ufeff${text}`)],
  ["UTF-16, the low byte first", little],
  ["UTF-16, the high byte first", Buffer.from(little).swap16()],
])("reads %s", (_, bytes) => {
  expect(decodeText(bytes)).toBe(text);
});

it.each([
  ["Latin-1", Buffer.from("Größe", "latin1")],
  ["half a character of UTF-16", little.subarray(0, 5)],
  ["half a pair of UTF-16", Buffer.from("\ufeff\ud800", "utf16le")],
])("does not guess at %s", (_, bytes) => {
  expect(decodeText(bytes)).toBe(null);
});

it("reads nothing as nothing", () => {
  expect(decodeText(new Uint8Array())).toBe("");
});
