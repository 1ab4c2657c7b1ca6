import type { JsonSchema } from "@/lib/openapi/schemas";
import { fieldsIn, objectsIn, SchemaType } from "./schema-type";
import { WordsWithCode } from "./words-with-code";

const Field = ({ name, schema, required }: { name: string; schema: JsonSchema; required: boolean }) => {
  const inner = objectsIn(schema);
  return (
    <li className="py-1.5">
      <p className="flex flex-wrap items-baseline gap-x-2 break-words">
        <code className="font-medium font-mono text-sm">{name}</code>
        <span className="min-w-0 break-words font-mono text-subtle text-xs">
          <SchemaType schema={schema} />
          {required ? ", required" : null}
          {"default" in schema ? `, default ${JSON.stringify(schema.default)}` : null}
        </span>
      </p>
      {typeof schema.description === "string" ? (
        <p className="text-muted text-sm">
          <WordsWithCode text={schema.description} />
        </p>
      ) : null}
      {inner.length > 0 ? <Objects objects={inner} /> : null}
    </li>
  );
};

/** The fields of an object; where there are several kinds of object, one after the other. */
const Objects = ({ objects }: { objects: readonly JsonSchema[] }) =>
  objects.map((object, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the kinds of a schema never change their order
    <div key={place} className="mt-1 border-l pl-3">
      {objects.length > 1 ? <p className="text-subtle text-xs">{place === 0 ? "Either" : "or"}</p> : null}
      <FieldList schema={object} />
    </div>
  ));

/** Every field of a schema with its type and what it means. */
export const FieldList = ({ schema }: { schema: JsonSchema }) => {
  const fields = fieldsIn(schema);
  const required = Array.isArray(schema.required) ? schema.required : [];
  if (fields.length === 0) {
    const objects = objectsIn(schema);
    return objects.length > 0 ? <Objects objects={objects} /> : null;
  }
  return (
    <ul>
      {fields.map(([name, field]) => (
        <Field key={name} name={name} schema={field} required={required.includes(name)} />
      ))}
    </ul>
  );
};
