// Runs in the page: sorts, filters, and draws a column where it is opened. Text from data is only ever set as text.
(() => {
  const drawn = JSON.parse(document.getElementById('drawn').textContent);
  const table = document.querySelector('table.columns');
  const rows = [...table.tBodies].map((body, index) => ({
    body,
    index,
    detail: body.querySelector('.detail'),
    button: body.querySelector('th button'),
    column: body.querySelector('th').firstChild.textContent.toLowerCase(),
    decision: body.querySelector('.tag').classList[1],
    drawn: drawn[index],
    chart: undefined,
  }));
  const THRESHOLD_AT = 50;
  const WIDTH = 200;
  const SIGNS = { drift: '▲ drift', 'cannot-tell': '? cannot tell', none: '✓ no drift' };

  const make = (name, settings = {}, children = []) => {
    const element = document.createElement(name);
    Object.assign(element, settings);
    element.append(...children);
    return element;
  };
  const shape = (name, attributes, children = []) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  // One scale for every bullet, so that they can be compared: the threshold is always in the same place. By square roots, since drift
  // is often ten thresholds large; what does not fit ends in an arrow.
  const bullet = ({ what, low, high, threshold, noise }) => {
    const at = (value) => Math.min(WIDTH, THRESHOLD_AT * Math.sqrt(value / Math.max(threshold, 1e-12)));
    const [from, to] = [at(low), at(high)];
    const isBeyond = to >= WIDTH;
    const words = `${what}: effect ${low === high ? low : `${low} to ${high}`}, threshold ${threshold}${noise === null ? '' : `, noise alone ${noise}`}`;
    return shape('svg', { class: 'bullet', viewBox: `0 0 ${WIDTH} 16`, role: 'img', 'aria-label': words }, [
      shape('rect', { class: 'track', width: WIDTH, height: 8, y: 4, rx: 1 }),
      shape('rect', { class: 'sure', width: Math.max(from, 1), height: 8, y: 4 }),
      ...(to - from > 0.5 ? [shape('rect', { class: 'open', x: from, width: to - from, height: 8, y: 4 })] : []),
      ...(isBeyond ? [shape('path', { class: 'sure', d: `M${WIDTH - 1} 0l9 8l-9 8z` })] : []),
      ...(noise === null ? [] : [shape('circle', { class: 'noise', cx: at(noise), cy: 14, r: 2 })]),
      shape('rect', { class: 'threshold', x: THRESHOLD_AT - 1, width: 2, height: 16 }),
    ]);
  };

  const drawChart = (row) => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const { labels, reference, now } = row.drawn.cells;
    const scale = { border: { color: colour('--line') }, ticks: { color: colour('--soft') } };
    const bars = { categoryPercentage: 0.8, barPercentage: 0.95, borderWidth: 1.5 };
    row.chart?.destroy();
    row.chart = new Chart(row.detail.querySelector('canvas'), {
      type: 'bar',
      data: {
        labels,
        datasets: [
          // Pale with a border, and full: the two can be told apart without their colours.
          {
            ...bars,
            label: 'reference',
            data: reference,
            backgroundColor: colour('--reference-fill'),
            borderColor: colour('--reference'),
          },
          { ...bars, label: 'now', data: now, backgroundColor: colour('--now'), borderColor: colour('--now') },
        ],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        plugins: {
          legend: { align: 'start', labels: { color: colour('--words'), boxWidth: 14 } },
          tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${item.formattedValue} %` } },
        },
        scales: {
          x: { ...scale, grid: { display: false }, ticks: { ...scale.ticks, maxRotation: 60 } },
          y: {
            ...scale,
            grid: { color: colour('--line') },
            beginAtZero: true,
            title: { display: true, text: '% of rows', color: colour('--soft') },
          },
        },
      },
    });
  };

  const describe = ({ labels, reference, now }) => {
    const changes = labels.map((_, index) => Math.abs(now[index] - reference[index]));
    const most = changes.indexOf(Math.max(...changes));
    return `Bars of the share of rows in ${labels.length} cells. The largest change is in ${labels[most]}: ${reference[most]} % in the reference, ${now[most]} % now.`;
  };
  const tabulate = ({ labels, reference, now }) =>
    make('details', {}, [
      make('summary', { textContent: 'Shares as numbers' }),
      make('table', { className: 'numbers' }, [
        make('thead', {}, [
          make(
            'tr',
            {},
            ['cell', 'reference %', 'now %'].map((textContent) => make('th', { scope: 'col', textContent })),
          ),
        ]),
        make(
          'tbody',
          {},
          labels.map((textContent, index) =>
            make('tr', {}, [
              make('th', { scope: 'row', textContent }),
              ...[reference[index], now[index]].map((share) => make('td', { textContent: share.toFixed(2) })),
            ]),
          ),
        ),
      ]),
    ]);
  const findingOf = (finding) =>
    make('li', {}, [
      make('span', { className: `tag ${finding.decision}`, textContent: SIGNS[finding.decision] }),
      ` ${finding.what}`,
      bullet(finding),
      make('p', { textContent: finding.words }),
    ]);

  const fill = (row) => {
    const { cells, findings, moreFindings, isCut, name: column } = row.drawn;
    const plot = cells
      ? [
          make('h3', { textContent: 'Share of rows, reference against now' }),
          make('div', { className: 'plot' }, [
            make('canvas', { role: 'img', ariaLabel: `${column}. ${describe(cells)}` }),
          ]),
          tabulate(cells),
        ]
      : [
          make('p', {
            textContent: isCut ? 'The plot is left out, so that the page stays small.' : 'There are no values to draw.',
          }),
        ];
    const more = moreFindings > 0 ? [make('p', { textContent: `… and ${moreFindings} with less drift.` })] : [];
    const told = [
      make('h3', { textContent: 'What was found' }),
      make('ul', { className: 'findings' }, findings.map(findingOf)),
      ...more,
    ];
    row.detail.firstChild.append(
      make('div', { className: 'detail-parts' }, [make('div', {}, plot), make('div', {}, told)]),
    );
  };

  // Many rows may be opened at once; a chart is drawn when its place comes near the window.
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        drawChart(rows.find(({ detail }) => detail === target));
      }
    },
    { rootMargin: '300px' },
  );
  const setOpen = (row, isOpen) => {
    row.button.setAttribute('aria-expanded', String(isOpen));
    row.detail.hidden = !isOpen;
    if (isOpen && !row.detail.firstChild.firstChild) fill(row);
    if (isOpen && row.drawn.cells && !row.chart) near.observe(row.detail);
  };

  const name = document.getElementById('name');
  const decision = document.getElementById('decision');
  const filter = () => {
    const wanted = name.value.trim().toLowerCase();
    for (const row of rows)
      row.body.hidden = !row.column.includes(wanted) || (decision.value !== '' && row.decision !== decision.value);
    const shown = rows.filter(({ body }) => !body.hidden).length;
    document.getElementById('shown').value =
      shown === rows.length ? `${shown} columns` : `${shown} of ${rows.length} columns`;
  };

  const first = ({ drawn: { findings } }) => findings[0];
  const ORDERS = {
    column: (left, right) => left.column.localeCompare(right.column, 'en', { numeric: true }),
    decision: (left, right) => left.index - right.index,
    effect: (left, right) => over(left) - over(right),
    p: (left, right) => (first(left)?.p ?? 2) - (first(right)?.p ?? 2),
  };
  const over = (row) => (first(row) ? first(row).low / Math.max(first(row).threshold, 1e-12) : -1);
  const sort = (button) => {
    const heading = button.closest('th');
    const before = heading.getAttribute('aria-sort');
    // The largest effect is what people look for.
    const isDescending = before === null ? button.dataset.sort === 'effect' : before === 'ascending';
    for (const other of table.tHead.querySelectorAll('th')) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', isDescending ? 'descending' : 'ascending');
    const order = ORDERS[button.dataset.sort];
    const sorted = rows.toSorted((left, right) => (isDescending ? order(right, left) : order(left, right)));
    table.append(...sorted.map(({ body }) => body));
  };

  for (const row of rows) {
    const finding = first(row);
    if (finding) row.body.querySelector('.effect').prepend(bullet(finding));
    row.button.addEventListener('click', () => setOpen(row, row.detail.hidden));
  }
  for (const button of table.tHead.querySelectorAll('button')) button.addEventListener('click', () => sort(button));
  name.addEventListener('input', filter);
  decision.addEventListener('change', filter);
  document.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
  document.getElementById('open-drifted').addEventListener('click', () => {
    for (const row of rows) if (row.decision === 'drift' && !row.body.hidden) setOpen(row, true);
  });
  document.getElementById('close-all').addEventListener('click', () => {
    for (const row of rows) setOpen(row, false);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const row of rows) if (row.chart) drawChart(row);
  });
  filter();
  if (rows[0]?.decision === 'drift') setOpen(rows[0], true);
})();
