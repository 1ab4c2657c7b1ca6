import { describe, expect, it } from "vitest";
import { type Block, readBlocks } from "./read-blocks";

const linesOf = async (...chunks: (string | Buffer)[]) => {
  const source = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk);
  })();
  const blocks: Block[] = [];
  for await (const block of readBlocks(source)) blocks.push(block);
  return {
    lines: blocks.flatMap((block) => block.lines.map((line, i) => [block.firstLine + i, line])),
    bad: blocks.flatMap((block) => block.bad.map(({ line, code }) => [line, code])),
  };
};

describe("readBlocks", () => {
  it("numbers lines from 1, wherever the chunks are cut, also in the middle of a character", async () => {
    const bytes = Buffer.from("eins\nzwölf\r\n\ndrei");
    const whole = await linesOf(bytes);
    expect(whole).toEqual({
      lines: [
        [1, "eins"],
        [2, "zwölf"],
        [3, ""],
        [4, "drei"],
      ],
      bad: [],
    });
    for (let cut = 1; cut < bytes.length; cut++)
      expect(await linesOf(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(whole);
  });

  it("drops a byte order mark and reads nothing from nothing", async () => {
    expect((await linesOf("\ufeffa\nb\n")).lines).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
    expect((await linesOf()).lines).toEqual([]);
  });

  it("leaves out a line that is not UTF-8 and reads the others", async () => {
    const latin1 = Buffer.from("Köln", "latin1");
    const found = await linesOf("a\n", Buffer.concat([latin1, Buffer.from("\nb\n")]));
    expect(found).toEqual({
      lines: [
        [1, "a"],
        [2, ""],
        [3, "b"],
      ],
      bad: [[2, "not_utf8"]],
    });
  });

  it("leaves out a line of more than a MiB, however it is cut, without losing count", async () => {
    const piece = "x".repeat(700_000);
    const found = await linesOf("a\n", piece, piece, piece, "\nb\n");
    expect(found).toEqual({
      lines: [
        [1, "a"],
        [2, ""],
        [3, "b"],
      ],
      bad: [[2, "too_large"]],
    });
  });
});
