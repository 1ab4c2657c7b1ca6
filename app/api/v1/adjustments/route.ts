import { serveAdjustments } from "@/lib/http/serve-adjustments";

export const { GET, POST, PUT, PATCH, DELETE } = serveAdjustments;
