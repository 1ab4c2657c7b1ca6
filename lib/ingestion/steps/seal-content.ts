import { crc32 } from "node:zlib";
import type { Step } from "../draft";

/** What the message says, as a checksum: resends say the same, so another message under a known id is noticed. */
export const sealContent: Step = (draft) => {
  const { name, path, propertiesText, raw } = draft;
  const at = typeof raw.timestamp === "string" ? raw.timestamp : "";
  // In two steps: joined, the longest text of an event would be copied.
  draft.content = crc32(propertiesText, crc32(`${name}\n${at}\n${path}\n`)) | 0;
};
