import { handleWebRequest } from "@/lib/ingestion/http/next-mount";

export { handleWebRequest as GET, handleWebRequest as OPTIONS, handleWebRequest as POST };
