const widest = 84;

/** JSON for people: what fits stands in one line. */
export const readableJson = (value: unknown, indent = ""): string => {
  const short = oneLine(value);
  if (typeof value !== "object" || value === null || short.length + indent.length <= widest) return short;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((part) => readableJson(part, deeper))
    : Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${readableJson(part, deeper)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${parts.map((part) => deeper + part).join(",\n")}\n${indent}${close}`;
};

const oneLine = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${oneLine(part)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
};
