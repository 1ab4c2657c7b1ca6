import { createReadStream, type ReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "@/lib/errors";

const chunkBytes = 512 * 1024;

export type OpenedFile = {
  /** Size on disk; 0 when it is not known, as for a pipe. */
  totalBytes: number;
  /** Bytes read from disk so far. */
  readBytes(): number;
  /** The content, unpacked when it is gzip. */
  chunks: AsyncIterable<Buffer>;
};

const explain = (error: unknown, file: string): unknown => {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  const because = (kind: "not_found" | "forbidden" | "invalid", message: string) =>
    new AppError(kind, message, "file", { cause: error });
  if (code === "ENOENT" || code === "ENOTDIR") return because("not_found", `There is no file ${file}.`);
  if (code === "EACCES" || code === "EPERM")
    return because("forbidden", `The file ${file} may not be read: permission denied.`);
  if (code === "EISDIR") return because("invalid", `${file} is a folder. Name one file.`);
  if (code.startsWith("Z_")) return because("invalid", `The gzip file ${file} is damaged or cut off`);
  return error;
};

const gunzip = (chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> =>
  // An error of the source ends the gunzip stream with the same error, which its reader gets.
  pipeline(Readable.from(chunks), createGunzip({ chunkSize: chunkBytes }), () => {});

const refuseForeign = (first: Buffer, file: string): void => {
  if (first.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004", "latin1")))
    throw new AppError(
      "invalid",
      `${file} is a zip archive or a spreadsheet. Unpack it, or save it as CSV.`,
      "file",
    );
  if (first.includes(0))
    throw new AppError(
      "invalid",
      `${file} is not a text file in UTF-8. Save it as UTF-8 CSV or JSONL.`,
      "file",
    );
};

async function* content(stream: ReadStream, file: string): AsyncGenerator<Buffer> {
  const source: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  try {
    const first = await source.next();
    if (first.done) return;
    const all = (async function* () {
      yield first.value;
      yield* { [Symbol.asyncIterator]: () => source };
    })();
    const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
    let checked = false;
    for await (const chunk of isGzip ? gunzip(all) : all) {
      if (!checked) refuseForeign(chunk, file);
      checked = true;
      yield chunk;
    }
  } catch (error) {
    throw explain(error, file);
  } finally {
    stream.destroy();
  }
}

/** Opens a file for reading from start to end. Throws what a person can act on when there is none or it is a folder. */
export const openFile = async (file: string): Promise<OpenedFile> => {
  const about = await stat(file).catch((error: unknown) => {
    throw explain(error, file);
  });
  if (about.isDirectory()) throw new AppError("invalid", `${file} is a folder. Name one file.`, "file");
  const stream = createReadStream(file, { highWaterMark: chunkBytes });
  return {
    totalBytes: about.size,
    readBytes: () => stream.bytesRead,
    chunks: content(stream, file),
  };
};
