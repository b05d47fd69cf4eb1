// A socket of bare frames: no client library between the test and the server's protocol.
import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import WebSocket from 'ws';
import { Mailbox, URL_WS, assert, headers, within } from './support.mjs';

export const SUBPROTOCOL = 'graphql-transport-ws';

export class Frames {
  inbox = new Mailbox();
  pings = new Mailbox();

  constructor() {
    this.socket = new WebSocket(URL_WS, SUBPROTOCOL);
    this.opened = new Promise((done, failed) => this.socket.once('open', done).once('error', failed));
    this.closed = new Promise((done) => {
      this.socket.once('close', (code, reason) => done({ code, reason: reason.toString(), bytes: reason.length }));
    });
    this.socket.on('message', (data) => this.inbox.put(JSON.parse(data)));
    this.socket.on('ping', () => this.pings.put('frame'));
    this.socket.on('error', () => {}); // what matters is the close that follows
  }

  static async open() {
    const frames = new Frames();
    await within(5_000, 'the socket to open', frames.opened);
    return frames;
  }

  /** Open and acknowledged. */
  static async ready() {
    const frames = await Frames.open();
    frames.send({ type: 'connection_init', payload: headers() });
    await frames.receive('connection_ack');
    return frames;
  }

  send(message) {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The message of this type (and id), now or later; an error where the socket closes before it comes. */
  receive(type, id) {
    const fits = (m) => m.type === type && (id === undefined || m.id === id);
    const closed = this.closed.then(({ code, reason }) => {
      throw new Error(`closed with ${code} "${reason}" before a "${type}" message`);
    });
    return Promise.race([this.inbox.find(fits, `a "${type}" message`), closed]);
  }

  /** Waits for the server to close, with one of these codes and a reason that fits into a close frame. */
  async closesWith(codes, ms = 5_000) {
    const { code, reason, bytes } = await within(ms, `close ${codes}`, this.closed);
    assert([codes].flat().includes(code), `closed with ${code} "${reason}", not ${codes}`);
    assert(bytes <= 123, `the reason has ${bytes} bytes; a close frame holds 123`);
    return { code, reason };
  }

  end() {
    this.socket.terminate();
  }
}

/**
 * Opens a socket by hand with any sub-protocol (or none) and returns the code of the close frame. The `ws` client cannot
 * be used: it gives up by itself where the server picks none of the protocols it offered.
 */
export function closeCodeFor(subprotocol) {
  const url = new URL(URL_WS.replace(/^ws/, 'http'));
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const upgrade = send(url, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      ...(subprotocol && { 'sec-websocket-protocol': subprotocol }),
    },
  });
  const answer = new Promise((done, failed) => {
    upgrade.on('error', failed);
    upgrade.on('response', (response) => failed(new Error(`refused with ${response.statusCode} before the socket opened`)));
    upgrade.on('upgrade', (_response, socket, head) => {
      let bytes = head;
      const look = () => {
        if (bytes.length < 4) return;
        socket.destroy();
        const isClose = (bytes[0] & 0x0f) === 0x8;
        if (isClose) done({ code: bytes.readUInt16BE(2), bytes: bytes[1] & 0x7f });
        else failed(new Error(`the first frame is no close frame (first byte ${bytes[0]})`));
      };
      socket.on('data', (chunk) => ((bytes = Buffer.concat([bytes, chunk])), look()));
      socket.on('error', failed);
      socket.on('end', () => failed(new Error('the connection ended without a close frame')));
      look();
    });
  });
  upgrade.end();
  return within(5_000, 'a close frame', answer);
}
