/** A request without a framework, so that `node:http` and Next can both carry it. Header names are lower-case. */
export type IngestionRequest = {
  method: string;
  /** What stands after the "?", as it was sent. */
  query: string;
  /** The address that is connected; null where the host does not show it. */
  socketAddress: string | null;
  /** Whether the connection itself is encrypted. */
  isEncrypted: boolean;
  header(name: string): string | null;
  /** The body as it was sent. Throws `too_large` and `timeout`. */
  body(): Promise<Buffer>;
};

export type IngestionResponse = { status: number; headers: Record<string, string>; body: string };
