// A client of the control interface, for browsers; node.js adds what needs Node.

/// The bench refused a call: `code` and `data` are those of the control interface.
export class BenchError extends Error {
    constructor(message, code = 0, data = undefined) {
        super(message);
        this.name = "BenchError";
        this.code = code;
        this.data = data;
    }
}

/// Calls methods over a transport: an object with `send(text)` and `close()`, which sets `onmessage(text)` and
/// `onclose(error)` of its own accord.
export class Client {
    #transport;
    #lastId = 0;
    #waiting = new Map();
    #listeners = new Map();
    #ended = null;

    constructor(transport) {
        this.#transport = transport;
        transport.onmessage = (text) => this.#receive(text);
        transport.onclose = (error) => this.#end(error);
    }

    /// The result of a method; rejects with a `BenchError`.
    call(method, params = {}) {
        if (this.#ended) return Promise.reject(this.#ended);
        const id = ++this.#lastId;
        return new Promise((resolve, reject) => {
            this.#waiting.set(id, {resolve, reject});
            this.#transport.send(JSON.stringify({jsonrpc: "2.0", id, method, params}));
        });
    }

    /// Calls `listener` for each notification of this name, such as "event"; returns a function that ends that.
    on(notification, listener) {
        if (!this.#listeners.has(notification)) this.#listeners.set(notification, new Set());
        this.#listeners.get(notification).add(listener);
        return () => this.#listeners.get(notification).delete(listener);
    }

    /// Ends the connection; calls that wait for their answers reject.
    close() {
        this.#transport.close();
        this.#end();
    }

    #receive(text) {
        let message;
        try {
            message = JSON.parse(text);
        } catch {
            this.#transport.close();
            return this.#end(new BenchError("invalid answer (expected JSON-RPC 2.0)"));
        }
        if (message.method !== undefined) {
            for (const listener of this.#listeners.get(message.method) ?? []) listener(message.params);
            return;
        }
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (waiting === undefined) return;
        const {error} = message;
        if (error === undefined) waiting.resolve(message.result);
        else waiting.reject(new BenchError(error.message, error.code, error.data));
    }

    #end(error) {
        this.#ended ??= error ?? new BenchError("the connection has ended");
        for (const {reject} of this.#waiting.values()) reject(this.#ended);
        this.#waiting.clear();
        for (const listener of this.#listeners.get("close") ?? []) listener(this.#ended);
        this.#listeners.delete("close");
    }
}

/// A client at the WebSocket of a page: "ws://127.0.0.1:8080/api/v1/events". `token` is for pages that other machines
/// reach.
export function connect(url, {token} = {}) {
    if (globalThis.WebSocket === undefined)
        return Promise.reject(new BenchError(`${url}: no WebSockets here (expected a browser or Node 22, or an endpoint of --control)`));
    const protocols = token === undefined ? [] : ["otbench", `token.${token}`];
    return new Promise((resolve, reject) => {
        const socket = new WebSocket(url, protocols);
        const transport = {send: (text) => socket.send(text), close: () => socket.close()};
        socket.onmessage = (event) => transport.onmessage(event.data);
        socket.onclose = () => {
            reject(new BenchError(`${url}: no connection`));
            transport.onclose?.();
        };
        socket.onopen = () => resolve(new Client(transport));
    });
}
