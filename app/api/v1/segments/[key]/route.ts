import { serveEntry } from "@/lib/http/managed";
import { segments } from "../segments";

export const { GET, POST, PUT, PATCH, DELETE } = serveEntry(segments);
