/** A line at fault, or one that a repair takes away or adds. */
export type PayloadLine = { text: string; depth: number; mark: "fault" | "removed" | "added" | null };

const mostLines = 400;
const mostDepth = 24;

const valueText = (value: unknown): string => JSON.stringify(value) ?? "null";

type Place = { key: string | null; path: string; depth: number; comma: string };

const write = (lines: PayloadLine[], value: unknown, place: Place, failing: string): void => {
  if (lines.length >= mostLines) return;
  const { key, path, depth, comma } = place;
  const mark = path === failing && path !== "" ? "fault" : null;
  const start = key === null ? "" : `${JSON.stringify(key)}: `;
  const push = (text: string) => lines.push({ text, depth, mark });
  if (typeof value !== "object" || value === null) {
    push(`${start}${valueText(value)}${comma}`);
    return;
  }
  const isList = Array.isArray(value);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const entries = Object.entries(value);
  if (entries.length === 0 || depth >= mostDepth) {
    push(`${start}${open}${entries.length > 0 ? "…" : ""}${close}${comma}`);
    return;
  }
  push(`${start}${open}`);
  for (const [i, [name, one]] of entries.entries())
    write(
      lines,
      one,
      {
        key: isList ? null : name,
        path: path === "" ? name : `${path}.${name}`,
        depth: depth + 1,
        comma: i < entries.length - 1 ? "," : "",
      },
      failing,
    );
  push(`${close}${comma}`);
};

const parse = (text: string): { value: unknown } | null => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
};

/** A payload in lines, with those marked that stand at `path`. What is no JSON is shown as it came. */
export const preparePayload = (payload: string, path: string): PayloadLine[] => {
  const parsed = parse(payload);
  const lines: PayloadLine[] = [];
  if (!parsed)
    for (const text of payload.split("\n").slice(0, mostLines)) lines.push({ text, depth: 0, mark: null });
  else write(lines, parsed.value, { key: null, path: "", depth: 0, comma: "" }, path);
  return lines.length < mostLines
    ? lines
    : [...lines.slice(0, mostLines), { text: "…", depth: 0, mark: null }];
};
