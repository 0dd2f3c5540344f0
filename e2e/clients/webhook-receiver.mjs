// Receives a district's webhooks: WEBHOOK_SECRET=whsec_.. node webhook-receiver.mjs 9000
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
const known = new Set(); // Keep it with what you make of an update, in the same transaction.

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  let answer;
  try {
    // Checks the signature and that it is not older than five minutes.
    answer = webhook.verify(Buffer.concat(chunks).toString("utf8"), request.headers);
  } catch {
    return response.writeHead(401).end();
  }
  const id = request.headers["webhook-id"];
  if (!known.has(id)) {
    known.add(id); // It may come again: what is known was done already.
    console.log(id, JSON.stringify(answer.data));
  }
  response.writeHead(204).end(); // Only now does the sender go on with the next update of the same record.
}).listen(Number(process.argv[2]), "127.0.0.1", () => console.log("ready"));
