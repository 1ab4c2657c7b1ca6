import type { ReactNode } from "react";
import type { JsonSchema } from "@/lib/openapi/schemas";

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listed = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

/** The name of the shape that a schema points to. */
const referredTo = ({ $ref }: JsonSchema): string | undefined =>
  typeof $ref === "string" ? $ref.split("/").at(-1) : undefined;

export const shapeId = (name: string): string => `shape-${name}`;

const Bounds = ({ schema }: { schema: JsonSchema }) => {
  const [low, high] =
    schema.type === "string"
      ? [undefined, schema.maxLength]
      : [schema.minimum, schema.maximum].map((bound) =>
          Math.abs(Number(bound)) === Number.MAX_SAFE_INTEGER ? undefined : bound,
        );
  if (schema.type === "string") return high === undefined ? null : ` up to ${high} characters`;
  if (low === undefined && high === undefined) return null;
  return high === undefined ? ` from ${low}` : ` ${low ?? "up"} to ${high}`;
};

const between = (parts: ReactNode[], word: string): ReactNode[] =>
  parts.flatMap((part, place) => (place === 0 ? [part] : [word, part]));

/** What kind of value a schema asks for, in a few words. */
export const SchemaType = ({ schema }: { schema: JsonSchema }): ReactNode => {
  const name = referredTo(schema);
  if (name)
    return (
      <a href={`#${shapeId(name)}`} className="text-ink underline decoration-line underline-offset-2">
        {name}
      </a>
    );
  if ("const" in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  const alternatives = listed(schema.anyOf ?? schema.oneOf);
  if (alternatives.length > 0) {
    const objects = alternatives.filter(({ properties }) => properties);
    const others = alternatives.filter(({ properties }) => !properties);
    const words = others.map((one, place) => <SchemaType key={String(place)} schema={one} />);
    return between([...words, ...(objects.length > 0 ? ["object"] : [])], " or ");
  }
  if (schema.type === "array")
    return isSchema(schema.items) ? (
      <>
        list of <SchemaType schema={schema.items} />
      </>
    ) : (
      "list"
    );
  return (
    <>
      {String(schema.type ?? "anything")}
      <Bounds schema={schema} />
    </>
  );
};

/** The objects that are written out within a schema: itself, entries of its lists, its alternatives. */
export const objectsIn = (schema: JsonSchema): JsonSchema[] => {
  if (fieldsIn(schema).length > 0) return [schema];
  const inner = [...listed(schema.anyOf ?? schema.oneOf), ...(isSchema(schema.items) ? [schema.items] : [])];
  return inner.flatMap(objectsIn);
};

/** The fields of an object with their schemas. */
export const fieldsIn = ({ properties }: JsonSchema): [string, JsonSchema][] =>
  isSchema(properties)
    ? Object.entries(properties).flatMap(([name, schema]) => (isSchema(schema) ? [[name, schema]] : []))
    : [];
