import { serveEntry } from "@/lib/http/managed";
import { funnels } from "../funnels";

export const { GET, POST, PUT, PATCH, DELETE } = serveEntry(funnels);
