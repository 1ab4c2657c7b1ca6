import { serveReports } from "@/lib/http/serve-reports";

export const { GET, POST, PUT, PATCH, DELETE } = serveReports;
