import { serveList } from "@/lib/http/managed";
import { segments } from "./segments";

export const { GET, POST, PUT, PATCH, DELETE } = serveList(segments);
