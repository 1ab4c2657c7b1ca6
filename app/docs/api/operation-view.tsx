import { Badge } from "@/components/ui/badge";
import type { OpenApiDocument } from "@/lib/openapi/document";
import { examplesOf } from "@/lib/openapi/examples";
import type { Operation } from "@/lib/openapi/operations";
import { ExampleView } from "./example-view";
import { FieldList } from "./field-list";
import { SchemaType, shapeId } from "./schema-type";
import { WordsWithCode } from "./words-with-code";

const Query = ({ query }: { query: NonNullable<Operation["query"]> }) => (
  <>
    <h4 className="mt-4 font-medium text-sm">In the address</h4>
    <ul>
      {query.map(({ name, about, schema }) => (
        <li key={name} className="py-1.5">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <code className="font-medium font-mono text-sm">{name}</code>
            <span className="font-mono text-subtle text-xs">
              <SchemaType schema={{ ...schema }} />
            </span>
          </p>
          <p className="text-muted text-sm">
            <WordsWithCode text={about} />
          </p>
        </li>
      ))}
    </ul>
  </>
);

type Schemas = OpenApiDocument["components"]["schemas"];

/** One operation: what it is for, what it takes, an example. */
export const OperationView = ({ operation, schemas }: { operation: Operation; schemas: Schemas }) => {
  const { id, method, path, summary, about, scopes, query, body, answer, errors } = operation;
  const asked = body ? schemas[body.schema] : undefined;
  return (
    <article id={id} className="scroll-mt-4 border-t py-6">
      <h3 className="font-medium text-base">{summary}</h3>
      <p className="mt-1 flex flex-wrap items-baseline gap-2">
        <Badge>{method.toUpperCase()}</Badge>
        <code className="break-all font-mono text-sm">{path}</code>
      </p>
      <p className="mt-2 max-w-2xl text-muted">
        {about ? (
          <>
            <WordsWithCode text={about} />{" "}
          </>
        ) : null}
        Scope <code className="font-mono text-sm text-ink">{scopes.join(" or ")}</code>. Errors:{" "}
        {[...errors, 401, 403, 405, 429, 503].sort((a, b) => a - b).join(", ")}.
      </p>
      {examplesOf(id).map((example) => (
        <ExampleView key={example.name} example={example} />
      ))}
      {query ? <Query query={query} /> : null}
      {asked ? (
        <>
          <h4 className="mt-4 font-medium text-sm">Body</h4>
          <FieldList schema={asked} />
        </>
      ) : null}
      {answer.schema ? (
        <p className="mt-4 text-sm">
          <span className="font-medium">Answer</span>{" "}
          <span className="text-muted">
            {answer.status}:{" "}
            <a
              href={`#${shapeId(answer.schema)}`}
              className="text-ink underline decoration-line underline-offset-2"
            >
              {answer.schema}
            </a>
            {answer.csv ? ", or CSV" : ""}
          </span>
        </p>
      ) : null}
    </article>
  );
};
