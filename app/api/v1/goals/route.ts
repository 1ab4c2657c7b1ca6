import { serveList } from "@/lib/http/managed";
import { goals } from "./goals";

export const { GET, POST, PUT, PATCH, DELETE } = serveList(goals);
