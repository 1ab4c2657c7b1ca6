import { serveKey } from "@/lib/http/serve-keys";

export const { GET, POST, PUT, PATCH, DELETE } = serveKey;
