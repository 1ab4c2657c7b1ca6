import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { tracker } from "@/scripts/bundle.mjs";

const mostBytes = 3_072;

it("the tracker costs a page at most 3 KB", async () => {
  const { outputFiles = [] } = await build({ ...tracker, bundle: true, write: false });
  const sizes = new Map(
    outputFiles.map(({ path, contents }) => [path.split("/").at(-1), gzipSync(contents).length]),
  );
  console.info("Bytes after gzip:", Object.fromEntries(sizes));
  expect(sizes.get("t.js")).toBeLessThanOrEqual(mostBytes);
});
