'use strict';
// Text from outside is only drawn: controls become a mark, and what is invisible is left out.
const clean = text => text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
const { stages, lines } = JSON.parse(document.getElementById('data').textContent,
  (key, value) => typeof value === 'string' ? clean(value) : value);
const local = new Set(stages.filter(stage => stage.isLocal).map(stage => stage.key));
const color = new Map(stages.map(stage => [stage.key, stage.color]));
const label = new Map(stages.map(stage => [stage.key, stage.label]));
const order = new Map(stages.map((stage, index) => [stage.key, index]));

function make(tag, text, attributes = {}, style = {}) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  // The content security policy lets no style attribute through.
  Object.assign(element.style, style);
  return element;
}
const most = values => values.reduce((most, value) => Math.max(most, value), -Infinity);
function percentile(values, share) {
  if (!values.length) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
const ms = value => Number.isFinite(value) ? Math.round(value) + ' ms' : '–';

/// A clip's stages on the Pi's clock: the ones after each other as parts, what went on beside them as marks.
function waterfall(line) {
  const offset = line.clock ? line.clock.offset : 0;
  const times = Object.entries(line.result.timings)
    .map(([key, time]) => [key, local.has(key) ? time : time - offset])
    .filter(([key]) => color.has(key));
  const end = line.latency * 1000;
  const parts = [], marks = [];
  let previous = 0;
  for (const [key, time] of times.sort((a, b) => a[1] - b[1] || order.get(a[0]) - order.get(b[0]))) {
    if (key === 'invoked' || time > end + 1) { marks.push({ key, at: time }); continue; }
    parts.push({ key, from: previous, to: Math.max(previous, time) });
    previous = Math.max(previous, time);
  }
  return { parts, marks, end };
}

const clips = lines.map((line, index) => ({ line, index, ...waterfall(line) }))
  .sort((a, b) => a.line.result.timestamp - b.line.result.timestamp || a.end - b.end);
const wayOf = clip => clip.line.result.way || 'unknown';
const groupOf = clip => wayOf(clip) + (clip.line.answer === 'provisional' ? ', first picture' : '');
const groups = [...new Set(clips.map(groupOf))].sort();
const timely = clips.filter(clip => !clip.line.late);
const longest = Math.max(most(timely.map(clip => clip.end)), 1);

const devices = new Set(clips.map(clip => clip.line.result.device || 'no device'));
const clock = [...clips].reverse().map(clip => clip.line.clock).find(Boolean);
document.getElementById('lead').textContent =
  `${clips.length} results of ${[...devices].join(', ')}. Times count from a clip's first frame. ` + (clock
    ? `The functions' clocks are ahead of the Pi's by ${ms(clock.offset)}, give or take `
      + `${ms(clock.uncertainty)}; their stages are shown on the Pi's clock.`
    : 'The offset of the functions\u2019 clocks is not known; their stages are shown as noted.');

function fill(table, head, rows) {
  const top = table.createTHead().insertRow();
  head.forEach(text => top.append(make('th', text)));
  const body = table.createTBody();
  rows.forEach(row => { const line = body.insertRow(); row.forEach(text => line.insertCell().append(text)); });
}
function stage(key) {
  const item = make('span', undefined, { class: 'stage' });
  item.append(make('i', '', {}, { background: color.get(key) }), label.get(key));
  return item;
}
fill(document.getElementById('ways'), ['way', 'results', 'p50', 'p95', 'p99', 'slowest'], groups.map(group => {
  const ends = timely.filter(clip => groupOf(clip) === group).map(clip => clip.end);
  return [group, ends.length, ms(percentile(ends, .5)), ms(percentile(ends, .95)), ms(percentile(ends, .99)),
    ms(most(ends))];
}));
fill(document.getElementById('stages'), ['stage: p50 / p95, ms', ...groups],
  stages.filter(({ key }) => clips.some(clip => clip.parts.some(part => part.key === key))).map(({ key }) =>
    [stage(key), ...groups.map(group => {
      const spans = timely.filter(clip => groupOf(clip) === group).flatMap(clip => clip.parts)
        .filter(part => part.key === key).map(part => part.to - part.from);
      return spans.length
        ? `${Math.round(percentile(spans, .5))} / ${Math.round(percentile(spans, .95))}` : '–';
    })]));

const legend = document.getElementById('legend');
for (const { key } of stages) {
  if (clips.some(clip => clip.parts.some(part => part.key === key))) legend.append(stage(key));
}

const limit = new Map(groups.map(group =>
  [group, percentile(timely.filter(clip => groupOf(clip) === group).map(clip => clip.end), .95)]));
const list = document.getElementById('clips');
for (const clip of clips) {
  const { line } = clip, { result } = line;
  clip.isSlow = !line.late && clip.end >= limit.get(groupOf(clip));
  const row = make('details', undefined, { id: `clip-${clip.index}` });
  if (clip.isSlow) row.className = 'slow';
  const summary = make('summary');
  const date = new Date(result.timestamp);
  const names = result.people.map(person => person.name || 'a stranger').join(', ');
  const bar = make('div', undefined, { class: 'bar' });
  const percent = time => Math.max(0, Math.min(100, time / longest * 100)).toFixed(2) + '%';
  for (const part of clip.parts) {
    const width = ((part.to - part.from) / longest * 100).toFixed(2) + '%';
    bar.append(make('b', '', { title: `${label.get(part.key)}: ${ms(part.to - part.from)}` },
      { left: percent(part.from), width, background: color.get(part.key) }));
  }
  for (const mark of clip.marks) {
    bar.append(make('u', '', { title: `${label.get(mark.key)} at ${ms(mark.at)}` },
      { left: percent(mark.at), background: color.get(mark.key) }));
  }
  summary.append(
    make('span', date.toLocaleTimeString([], { hour12: false }) + '.'
      + String(date.getMilliseconds()).padStart(3, '0'), { class: 'soft' }),
    make('span', groupOf(clip).replace(', first picture', ' ?'), { class: 'soft' }),
    make('span', result.status.replace('_', ' ') + (names ? ': ' + names : ''), { class: 'who' }),
    bar, make('span', line.late ? 'late' : ms(clip.end), { class: 'time' }));
  row.append(summary);
  row.addEventListener('toggle', () => {
    if (!row.open || row.children.length > 1) return;
    const more = make('div', undefined, { class: 'more' });
    const table = make('table');
    fill(table, ['stage', 'at', 'took'], clip.parts.map(part =>
      [stage(part.key), ms(part.to), ms(part.to - part.from)]).concat(clip.marks.map(mark =>
      [label.get(mark.key) + ', beside', ms(mark.at), ''])));
    more.append(table, make('p', `${line.answer} · ${result.clip}`));
    if (result.trace) more.append(make('p', 'trace ' + result.trace));
    if (result.error) more.append(make('p', result.error));
    row.append(more);
  });
  list.append(row);
}

const slow = document.getElementById('slow');
for (const clip of clips.filter(clip => clip.isSlow).sort((a, b) => b.end - a.end).slice(0, 20)) {
  const link = make('a', `${groupOf(clip)} ${ms(clip.end)}`, { href: `#clip-${clip.index}` });
  link.addEventListener('click', () => {
    document.getElementById(`clip-${clip.index}`).open = true;
  });
  slow.append(link);
}
