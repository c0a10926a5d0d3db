/// The page of `rollcall report`: its own styles and script, the results as JSON, and no address of anything outside.
enum ReportPage {
    /// The page.
    static func html(_ lines: ReportLines) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Rollcall: where the time goes</title>
        <style>\(style)</style>
        </head>
        <body>
        <header><h1>Rollcall: where the time goes</h1><p id="lead"></p></header>
        <main>
        <section><h2>By way</h2><div class="scroll"><table id="ways"></table></div></section>
        <section><h2>By stage</h2><div class="scroll"><table id="stages"></table></div></section>
        <section><h2>The slowest</h2><p id="slow" class="links"></p></section>
        <section><h2>Every clip</h2><p id="legend" class="legend"></p><div id="clips"></div></section>
        </main>
        <script type="application/json" id="data">\(lines.json)</script>
        <script>\(script)</script>
        </body>
        </html>
        """
    }

    private static let style = """
        :root { color-scheme: light dark; --text: #1c2128; --soft: #5b6570; --line: #d8dee4; --back: #ffffff;
          --panel: #f6f8fa; --mark: #b42318; }
        @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9aa5b1; --line: #30363d;
          --back: #0d1117; --panel: #161b22; --mark: #ff7b72; } }
        * { box-sizing: border-box; }
        body { margin: 0; padding: 1.5rem; color: var(--text); background: var(--back);
          font: 15px/1.5 system-ui, sans-serif; max-width: 78rem; margin-inline: auto; }
        h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        header p, .legend, .soft { color: var(--soft); margin: 0; } .legend { margin-bottom: .5rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .25rem .9rem .25rem 0; text-align: right; white-space: nowrap;
          border-bottom: 1px solid var(--line); }
        th:first-child, td:first-child { text-align: left; position: sticky; left: 0; background: var(--back); }
        .more th:first-child, .more td:first-child { background: var(--panel); }
        th { color: var(--soft); font-weight: 600; }
        .links { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin: 0; }
        .links a { white-space: nowrap; color: inherit; }
        .stage { display: inline-block; margin-right: .9rem; white-space: nowrap; }
        .stage i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .35em; }
        details { border-bottom: 1px solid var(--line); }
        details[open] { background: var(--panel); }
        summary { display: grid; grid-template-columns: 7.5rem 8.5rem 17rem 1fr 5rem; gap: .75rem; align-items: center;
          padding: .3rem .25rem; cursor: pointer; list-style: none; }
        summary::-webkit-details-marker { display: none; }
        summary:hover { background: var(--panel); }
        .who { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .time { text-align: right; font-variant-numeric: tabular-nums; }
        .slow .time { color: var(--mark); font-weight: 600; }
        .bar { position: relative; height: 1.1rem; background: var(--panel); border-radius: 3px; min-width: 0; }
        details[open] .bar { background: var(--line); }
        .bar b { position: absolute; top: 0; bottom: 0; min-width: 1px; }
        .bar u { position: absolute; top: -2px; bottom: -2px; width: 2px; background: var(--text); }
        .more { padding: .25rem .25rem .75rem; overflow-x: auto; }
        .more p { margin: .5rem 0 0; overflow-wrap: anywhere; }
        @media (max-width: 60rem) { summary { grid-template-columns: 7.5rem 8.5rem 11rem 1fr 5rem; } }
        @media (max-width: 44rem) { body { padding: 1rem; } th, td { padding-right: .6rem; font-size: .9rem; }
          summary { grid-template-columns: 1fr 1fr auto; row-gap: .2rem; padding-block: .5rem; }
          .bar { grid-column: 1 / -1; order: 5; } .who { grid-column: 1 / 3; order: 3; } .time { order: 2; } }
        """

    private static let script = """
        'use strict';
        const lines = JSON.parse(document.getElementById('data').textContent);
        const stages = [
          ['filmed', 'filming', '#8c959f'], ['uploaded', 'stored in S3', '#3b82f6'],
          ['invoked', 'invocation accepted', '#60a5fa'], ['extractorStarted', 'to the Extractor', '#a78bfa'],
          ['clipLoaded', 'clip fetched', '#06b6d4'], ['framesEncoded', 'decoded, JPEG', '#10b981'],
          ['framesStored', 'frames stored', '#1d4ed8'], ['recognizerStarted', 'to the Recognizer', '#e879f9'],
          ['framesLoaded', 'frame fetched', '#67e8f9'], ['recognized', 'faces recognised', '#f59e0b'],
          ['studentsFound', 'StudentDB', '#84cc16'], ['sent', 'handed to SQS', '#fb7185'],
          ['received', 'to the Pi', '#ef4444']];
        const local = new Set(['filmed', 'uploaded', 'invoked', 'received']);
        const colour = new Map(stages.map(([key, , value]) => [key, value]));
        const label = new Map(stages.map(([key, value]) => [key, value]));
        const order = new Map(stages.map(([key], index) => [key, index]));

        function make(tag, text, attributes = {}) {
          const element = document.createElement(tag);
          if (text !== undefined) element.textContent = text;
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
          return element;
        }
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
            .filter(([key]) => colour.has(key));
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
        const longest = Math.max(...timely.map(clip => clip.end), 1);

        const devices = new Set(clips.map(clip => clip.line.result.device || 'no device'));
        const clock = [...clips].reverse().map(clip => clip.line.clock).find(Boolean);
        document.getElementById('lead').textContent =
          `${clips.length} results of ${[...devices].join(', ')}. Times count from a clip's first frame. ` + (clock
            ? `The functions' clocks are ahead of the Pi's by ${ms(clock.offset)}, give or take `
              + `${ms(clock.uncertainty)}; their stages are shown on the Pi's clock.`
            : 'The offset of the functions\\u2019 clocks is not known; their stages are shown as noted.');

        function fill(table, head, rows) {
          const top = table.createTHead().insertRow();
          head.forEach(text => top.append(make('th', text)));
          const body = table.createTBody();
          rows.forEach(row => { const line = body.insertRow(); row.forEach(text => line.insertCell().append(text)); });
        }
        function stage(key) {
          const item = make('span', undefined, { class: 'stage' });
          item.append(make('i', '', { style: `background:${colour.get(key)}` }), label.get(key));
          return item;
        }
        fill(document.getElementById('ways'), ['way', 'results', 'p50', 'p95', 'p99', 'slowest'], groups.map(group => {
          const ends = timely.filter(clip => groupOf(clip) === group).map(clip => clip.end);
          return [group, ends.length, ms(percentile(ends, .5)), ms(percentile(ends, .95)), ms(percentile(ends, .99)),
            ms(Math.max(...ends))];
        }));
        fill(document.getElementById('stages'), ['stage: p50 / p95, ms', ...groups],
          stages.filter(([key]) => clips.some(clip => clip.parts.some(part => part.key === key))).map(([key]) =>
            [stage(key), ...groups.map(group => {
              const spans = timely.filter(clip => groupOf(clip) === group).flatMap(clip => clip.parts)
                .filter(part => part.key === key).map(part => part.to - part.from);
              return spans.length
                ? `${Math.round(percentile(spans, .5))} / ${Math.round(percentile(spans, .95))}` : '–';
            })]));

        const legend = document.getElementById('legend');
        for (const [key] of stages) {
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
            bar.append(make('b', '', { title: `${label.get(part.key)}: ${ms(part.to - part.from)}`,
              style: `left:${percent(part.from)};width:${width};background:${colour.get(part.key)}` }));
          }
          for (const mark of clip.marks) {
            bar.append(make('u', '', { title: `${label.get(mark.key)} at ${ms(mark.at)}`,
              style: `left:${percent(mark.at)};background:${colour.get(mark.key)}` }));
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
        """
}
