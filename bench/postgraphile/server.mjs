// PostGraphile 5 on the database given as argument, on a free port of this machine, until standard input closes.
import { createServer } from "node:http";
import { grafserv } from "postgraphile/grafserv/node";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makeV4Preset } from "postgraphile/presets/v4";

const connectionString = process.argv[2];
const preset = {
  extends: [PostGraphileAmberPreset, makeV4Preset({ simpleCollections: "omit" })],
  // As many connections as the others have.
  pgServices: [makePgService({ connectionString, schemas: ["public"], poolConfig: { max: 16 } })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, websockets: false, watch: false },
};

const serv = postgraphile(preset).createServ(grafserv);
const server = createServer();
await serv.addTo(server);
server.listen(0, "127.0.0.1", () => console.log(`at 127.0.0.1:${server.address().port}`));
process.stdin.resume().on("end", () => process.exit(0));
