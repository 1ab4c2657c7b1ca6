import { CodeBlock } from "@/components/setup/code-block";
import exampleAnswers from "@/lib/openapi/example-answers.json" with { type: "json" };
import type { Example } from "@/lib/openapi/examples";
import { readableJson } from "@/lib/openapi/readable-json";

const answers: Record<string, { status: number; body?: unknown; csv?: string }> = exampleAnswers;

const curlOf = ({ method, path, body }: Example): string => {
  const verb = method === "GET" || (method === "POST" && body !== undefined) ? "" : ` -X ${method}`;
  const key = path.startsWith("/v1/") ? "-u tb_pk_…:" : "-H 'authorization: Bearer tb_sk_…'";
  const sent =
    body === undefined ? "" : ` \\\n  -H 'content-type: application/json' -d '${readableJson(body)}'`;
  return `curl${verb} 'http://localhost:3000${path}' ${key}${sent}`;
};

/** A request as one types it, and its answer. */
export const ExampleView = ({ example }: { example: Example }) => {
  const answer = answers[example.name];
  const text = answer?.csv ?? (answer?.body === undefined ? undefined : readableJson(answer.body));
  return (
    <div className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-2">
      <CodeBlock title="Request" code={curlOf(example)} />
      {text === undefined ? (
        <p className="text-muted text-sm">Answered with {answer?.status} and no body.</p>
      ) : (
        <details>
          <summary className="cursor-pointer rounded-sm text-muted text-sm">Answer, {answer?.status}</summary>
          <div className="mt-2">
            <CodeBlock title={answer?.csv === undefined ? "JSON" : "CSV"} code={text} />
          </div>
        </details>
      )}
    </div>
  );
};
