"use strict";
// A rolling picture of a bus: voltage, current, TX and RX above the frames of the same time.

const scopeLanes = [
    {signal: "bus voltage", label: "V", digits: 1, color: "--volts", height: 3, low: 0, high: 45},
    {signal: "bus current", label: "mA", digits: 1, color: "--amperes", height: 2, low: 0, high: 40, scale: 1000},
    {signal: "tx", label: "TX", color: "--tx", height: 1, low: -0.2, high: 1.2},
    {signal: "rx", label: "RX", color: "--rx", height: 1, low: -0.2, high: 1.2},
];

class Scope {
    constructor(canvas) {
        this.canvas = canvas;
        this.points = new Map(scopeLanes.map((lane) => [lane.signal, []]));
        this.frames = [];
        this.seconds = 1;
    }

    clear() {
        for (const signal of this.points.keys()) this.points.set(signal, []);
        this.frames = [];
    }

    /// Adds the changes of a signal: pairs of time in ns and value.
    add(signal, points, now) {
        const all = this.points.get(signal);
        const last = all.length ? all[all.length - 1][0] : -1;
        for (const point of points) if (point[0] > last) all.push(point);
        const oldest = now - 6e9;
        let first = 0;
        while (first + 1 < all.length && all[first + 1][0] < oldest) ++first;
        if (first > 1000) all.splice(0, first);
    }

    addFrame(frame) {
        this.frames.push(frame);
        if (this.frames.length > 200) this.frames.splice(0, 100);
    }

    color(name) {
        return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    }

    draw(now) {
        const {canvas} = this, ratio = window.devicePixelRatio || 1;
        const width = canvas.clientWidth, height = canvas.clientHeight;
        if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
        if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
        const pen = canvas.getContext("2d");
        pen.setTransform(ratio, 0, 0, ratio, 0, 0);
        pen.clearRect(0, 0, width, height);
        pen.font = "11px system-ui, sans-serif";
        pen.textBaseline = "middle";
        const left = 36, from = now - this.seconds * 1e9;
        const x = (t) => left + (t - from) / (now - from) * (width - left);
        const unit = (height - 24) / scopeLanes.reduce((sum, lane) => sum + lane.height, 0);
        let top = 24;
        this.drawFrames(pen, x, left, width);
        for (const lane of scopeLanes) {
            this.drawLane(pen, lane, x, {left, width, top, height: lane.height * unit, from, now});
            top += lane.height * unit;
        }
    }

    drawFrames(pen, x, left, width) {
        for (const frame of this.frames) {
            const begin = Math.max(x(frame.start_ns), left), end = Math.min(x(frame.end_ns), width);
            if (end <= left || begin >= width) continue;
            pen.fillStyle = this.color(frame.kind === "damaged" ? "--bad" : frame.from === "master" ? "--tx" : "--rx");
            pen.fillRect(begin, 2, Math.max(end - begin, 2), 16);
            pen.fillStyle = this.color("--card");
            if (end - begin > 44) pen.fillText(frame.kind, begin + 4, 10, end - begin - 6);
        }
    }

    drawLane(pen, lane, x, {left, width, top, height, from}) {
        const y = (value) => top + height - 3 - (value * (lane.scale || 1) - lane.low) / (lane.high - lane.low) * (height - 6);
        pen.fillStyle = this.color("--soft");
        pen.fillText(lane.label, 2, top + height / 2);
        const last = this.points.get(lane.signal).at(-1);
        if (last && lane.digits !== undefined) pen.fillText((last[1] * (lane.scale || 1)).toFixed(lane.digits), 2, top + height / 2 + 13);
        pen.strokeStyle = this.color("--line");
        pen.lineWidth = 1;
        pen.strokeRect(left, top, width - left, height);
        const points = this.points.get(lane.signal);
        pen.strokeStyle = this.color(lane.color);
        pen.beginPath();
        let value;
        for (const [at, next] of points) {
            if (at >= from) {
                if (value === undefined) pen.moveTo(x(at), y(next));
                else pen.lineTo(x(at), y(value));
                pen.lineTo(x(at), y(next));
            } else {
                pen.moveTo(left, y(next));
            }
            value = next;
        }
        if (value !== undefined) pen.lineTo(width, y(value));
        pen.stroke();
    }
}
