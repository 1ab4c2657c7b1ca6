import type { Metadata } from "next";
import Link from "next/link";
import { Wordmark } from "@/components/frame/logo";
import { openApiDocument } from "@/lib/openapi/document";
import { operations } from "@/lib/openapi/operations";
import { FieldList } from "./field-list";
import { OperationView } from "./operation-view";
import { objectsIn, SchemaType, shapeId } from "./schema-type";
import { WordsWithCode } from "./words-with-code";

export const metadata: Metadata = { title: "API" };

const { info, tags, components } = openApiDocument();
const { schemas } = components;
const told = new Set<string>(operations.flatMap(({ body }) => (body ? [body.schema] : [])));
const answered = new Set<string>(operations.flatMap(({ answer }) => answer.schema ?? []));
const isPointedTo = (name: string): boolean =>
  answered.has(name) || JSON.stringify(schemas).includes(`"#/components/schemas/${name}"`);
/** What an operation takes is told there, and told again only where something else points to it. */
const shapes = Object.entries(schemas).filter(([name]) => !told.has(name) || isPointedTo(name));

const Contents = () => (
  <nav
    aria-label="On this page"
    className="text-sm wide:sticky wide:top-6 wide:max-h-[calc(100dvh-3rem)] wide:overflow-y-auto"
  >
    {tags.map(({ name }) => (
      <details key={name} className="border-b py-2" open={name === "Reports"}>
        <summary className="cursor-pointer rounded-sm font-medium">{name}</summary>
        <ul className="mt-1">
          {operations
            .filter(({ tag }) => tag === name)
            .map(({ id, method, path }) => (
              <li key={id}>
                <a href={`#${id}`} className="block break-words rounded-sm py-1 text-muted hover:text-ink">
                  <span className="font-mono text-xs uppercase">{method}</span>{" "}
                  {path.replace(/^\/api\/v1/, "")}
                </a>
              </li>
            ))}
        </ul>
      </details>
    ))}
    <a href="#shapes" className="block rounded-sm py-2 font-medium">
      Shapes
    </a>
    <a href="/api/v1/openapi.json" className="block rounded-sm py-2 text-muted hover:text-ink">
      OpenAPI 3.1, as JSON
    </a>
  </nav>
);

const Shapes = () => (
  <section className="mt-10">
    <h2 id="shapes" className="scroll-mt-4 font-semibold text-lg">
      Shapes
    </h2>
    <p className="mt-1 max-w-2xl text-muted">What requests and answers are made of.</p>
    {shapes.map(([name, schema]) => (
      <article key={name} id={shapeId(name)} className="mt-4 scroll-mt-4 border-t pt-4">
        <h3 className="font-medium font-mono text-base">{name}</h3>
        {typeof schema.description === "string" ? (
          <p className="mt-1 max-w-2xl text-muted">
            <WordsWithCode text={schema.description} />
          </p>
        ) : null}
        {objectsIn(schema).length === 0 ? (
          <p className="font-mono text-subtle text-xs">
            <SchemaType schema={schema} />
          </p>
        ) : (
          <FieldList schema={schema} />
        )}
      </article>
    ))}
  </section>
);

/** The description of the API for people, made of the same document that programs read. */
const ApiPage = () => (
  <div className="mx-auto w-full max-w-[1120px] px-4 py-6 md:px-6">
    <header className="mb-6">
      <Link href="/" className="inline-block rounded-sm">
        <Wordmark />
      </Link>
      <h1 className="mt-8 font-semibold text-xl tracking-tight">API</h1>
      <p className="mt-1 max-w-2xl text-muted">
        {info.summary} <WordsWithCode text={info.description} />
      </p>
      <p className="mt-2 max-w-2xl text-muted">
        <WordsWithCode text="Send a secret key as `Authorization: Bearer tb_sk_…`, or as user name with `curl -u`. Errors are `{error: {code, message, path, requestId}}`; what belongs to another project looks as if it were not there." />
      </p>
    </header>
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8 wide:grid-cols-[14rem_minmax(0,1fr)]">
      <Contents />
      <main className="min-w-0">
        {tags.map(({ name, description }) => (
          <section key={name} className="mb-8">
            <h2 className="font-semibold text-lg">{name}</h2>
            <p className="mt-1 mb-3 max-w-2xl text-muted">{description}</p>
            {operations
              .filter(({ tag }) => tag === name)
              .map((operation) => (
                <OperationView key={operation.id} operation={operation} schemas={schemas} />
              ))}
          </section>
        ))}
        <Shapes />
      </main>
    </div>
  </div>
);

export default ApiPage;
