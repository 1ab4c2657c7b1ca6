import * as ingestion from "@/app/api/v1/[...path]/route";
import * as adjustments from "@/app/api/v1/adjustments/route";
import * as catalog from "@/app/api/v1/catalog/route";
import * as costs from "@/app/api/v1/costs/route";
import * as funnel from "@/app/api/v1/funnels/[key]/route";
import * as funnels from "@/app/api/v1/funnels/route";
import * as goal from "@/app/api/v1/goals/[key]/route";
import * as goals from "@/app/api/v1/goals/route";
import * as rotation from "@/app/api/v1/keys/[id]/rotate/route";
import * as key from "@/app/api/v1/keys/[id]/route";
import * as keys from "@/app/api/v1/keys/route";
import * as report from "@/app/api/v1/reports/[name]/route";
import * as segment from "@/app/api/v1/segments/[key]/route";
import * as segments from "@/app/api/v1/segments/route";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The addresses under /api/v1, as the folders of `app` lay them out. */
const routes: Record<string, Partial<Record<Method, Handler>>> = {
  adjustments: adjustments,
  catalog: catalog,
  costs: costs,
  funnels: funnels,
  "funnels/[key]": funnel,
  goals: goals,
  "goals/[key]": goal,
  keys: keys,
  "keys/[id]": key,
  "keys/[id]/rotate": rotation,
  "reports/[name]": report,
  segments: segments,
  "segments/[key]": segment,
};

const match = (
  path: string,
): { handlers: Partial<Record<Method, Handler>>; params: Record<string, string> } => {
  const words = path.split("/");
  for (const [route, handlers] of Object.entries(routes)) {
    const parts = route.split("/");
    const fits = parts.every((part, i) => part.startsWith("[") || part === words[i]);
    if (!fits || parts.length !== words.length) continue;
    const params = parts.flatMap((part, i) =>
      part.startsWith("[") ? [[part.slice(1, -1), decodeURIComponent(words[i] ?? "")]] : [],
    );
    return { handlers, params: Object.fromEntries(params) };
  }
  return { handlers: ingestion, params: {} };
};

export type Called = { status: number; headers: Headers; text: string; body: unknown };

const bodyOf = (body: unknown): BodyInit | undefined => {
  if (body === undefined || typeof body === "string") return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
};

/** Calls an address under /api/v1 as Next would. A body that is text or bytes is sent as it is. */
export const callApi = async (
  method: Method,
  path: string,
  { key, body, headers = {} }: { key?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Called> => {
  const url = new URL(`http://localhost/api/v1/${path}`);
  const { handlers, params } = match(url.pathname.slice("/api/v1/".length));
  const request = new Request(url, {
    method,
    headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers },
    body: bodyOf(body),
  });
  const handler = handlers[method];
  if (!handler) throw new Error(`${path} has no ${method}.`);
  const response = await handler(request, { params: Promise.resolve(params) });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
};
