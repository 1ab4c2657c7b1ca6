import { describe, expect, it } from "vitest";
import { keyInHeader } from "./key-in-header";

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

describe("keyInHeader", () => {
  it.each([
    [basic("tb_wk_1:"), "tb_wk_1"],
    [basic("tb_wk_1:secret:more"), "tb_wk_1"],
    [basic("tb_wk_1"), "tb_wk_1"],
    [`basic ${Buffer.from("é:").toString("base64")}`, "é"],
    ["Bearer tb_sk_2", "tb_sk_2"],
    ["BEARER tb_sk_2 trailing words", "tb_sk_2"],
    ["Basic", ""],
    ["Bearer  tb_sk_2", ""],
  ])("reads %j as %j", (header, key) => {
    expect(keyInHeader(header)).toBe(key);
  });

  it.each([[null], [""], ["Digest tb_wk_1"], ["tb_wk_1"]])("finds none in %j", (header) => {
    expect(keyInHeader(header)).toBeUndefined();
  });
});
