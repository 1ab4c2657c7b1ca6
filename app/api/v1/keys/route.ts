import { serveKeys } from "@/lib/http/serve-keys";

export const { GET, POST, PUT, PATCH, DELETE } = serveKeys;
