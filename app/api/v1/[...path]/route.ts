import { AppError } from "@/lib/errors";
import { handleIngestion, mostBytes } from "@/lib/ingestion/http/handle-ingestion";
import { ingestionCall } from "@/lib/ingestion/http/ingestion-paths";

const readBody = async (request: Request): Promise<Uint8Array> => {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > mostBytes)
    throw new AppError("too_large", "A request has at most 5 MiB. Send smaller batches.");
  return bytes;
};

/** The same ingestion as the fast path of the server, for hosts that run nothing but Next. */
const handle = async (request: Request): Promise<Response> => {
  const url = new URL(request.url);
  const call = ingestionCall(url.pathname);
  if (call === undefined)
    return Response.json(
      { error: { code: "not_found", message: `There is nothing at ${url.pathname}.` } },
      { status: 404 },
    );
  const answer = await handleIngestion({
    method: request.method,
    call,
    query: url.searchParams,
    header: (name) => request.headers.get(name),
    body: () => readBody(request),
  });
  return new Response(answer.status === 204 ? null : answer.body, {
    status: answer.status,
    headers: answer.headers,
  });
};

export { handle as GET, handle as OPTIONS, handle as POST };
