import { createMemoryConnection } from "../../../kernel/wire/memory_transport.ts";
import { testTransport } from "../../conformance/transport.ts";

testTransport(
  "createMemoryConnection()",
  (log) => Promise.resolve(createMemoryConnection({ log })),
);
