import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeWhole } from "./whole-file";

let folder = "";
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "tributary-whole-"));
});
afterAll(() => fs.rm(folder, { recursive: true, force: true }));

/** A folder of its own, and a file in it. */
const givenFile = async (): Promise<{ file: string; files: () => Promise<string[]> }> => {
  const own = await fs.mkdtemp(path.join(folder, "own-"));
  return { file: path.join(own, "out.arrow"), files: () => fs.readdir(own) };
};

const bytes = (text: string): Uint8Array => Buffer.from(text);

it("replaces an older file with all that was written, readable by its owner alone", async () => {
  const { file, files } = await givenFile();
  await fs.writeFile(file, "an older one, and longer");
  const produced = await writeWhole(file, async (write) => {
    write(bytes("one "));
    expect(await fs.readFile(file, "utf8")).toBe("an older one, and longer");
    write(bytes("two"));
    return 2;
  });
  expect([produced, await fs.readFile(file, "utf8"), await files()]).toEqual([2, "one two", ["out.arrow"]]);
  expect((await fs.stat(file)).mode & 0o777).toBe(0o600);
});

it("leaves nothing of what was stopped or went wrong", async () => {
  const { file, files } = await givenFile();
  const stopped = await writeWhole(file, async (write) => {
    write(bytes("half"));
    return undefined;
  });
  expect([stopped, await files()]).toEqual([undefined, []]);
  const failing = writeWhole(file, async (write) => {
    write(bytes("half"));
    throw new Error("The database is gone.");
  });
  await expect(failing).rejects.toThrow("The database is gone.");
  expect(await files()).toEqual([]);
});

it("says why a file cannot be written before anything is made for it", async () => {
  const { file } = await givenFile();
  const refused = (name: string) =>
    writeWhole(name, async () => {
      throw new Error("Nothing was to be made.");
    });
  const lost = path.join(path.dirname(file), "nowhere", "out.arrow");
  await expect(refused(lost)).rejects.toMatchObject({
    code: "invalid",
    path: "to",
    message: `${lost} cannot be written: its folder does not exist.`,
  });
  await expect(refused(folder)).rejects.toMatchObject({
    code: "invalid",
    path: "to",
    message: `${folder} is a folder. Name a file in it.`,
  });
});
