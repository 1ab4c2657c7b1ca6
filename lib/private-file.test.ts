import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readOrCreatePrivateFile } from "./private-file";

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "private-file-"));
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

it("makes the file once, readable for its owner only, and leaves nothing else behind", () => {
  const file = path.join(folder, "data", "secret");
  expect(readOrCreatePrivateFile(file, () => "first")).toBe("first");
  expect(readOrCreatePrivateFile(file, () => "second")).toBe("first");
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(fs.readdirSync(path.dirname(file))).toEqual(["secret"]);
});

it("reads what another process made first", () => {
  const file = path.join(folder, "secret");
  const loser = () => {
    fs.writeFileSync(file, "theirs");
    return "ours";
  };
  expect(readOrCreatePrivateFile(file, loser)).toBe("theirs");
  expect(fs.readdirSync(folder)).toEqual(["secret"]);
});
