// Making elements, and writing to them only when something changed. Text always goes through
// textContent: a pilot's name is never markup.

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag)
  if (className !== '') node.className = className
  node.append(...children)
  return node
}

/** A writer that touches the node's text only when the value differs from the last one. */
export function textSlot(node: { textContent: string | null }): (value: string | number) => void {
  let last: string | number | null = null
  return (value) => {
    if (value === last) return
    last = value
    node.textContent = String(value)
  }
}

/** A writer for the fill of a bar, 0..1, in steps too small to see. */
export function fillSlot(...nodes: { style: { transform: string } }[]): (fraction: number) => void {
  let last = -1
  return (fraction) => {
    const step = Math.round(Math.max(0, Math.min(1, fraction || 0)) * 400)
    if (step === last) return
    last = step
    for (const node of nodes) node.style.transform = `scaleX(${step / 400})`
  }
}

/** A writer for an attribute; null or false takes it away, true sets it empty. */
export function attrSlot(node: Element, name: string): (value: string | number | boolean | null) => void {
  let last: string | number | boolean | null = null
  return (value) => {
    if (value === last) return
    last = value
    if (value === null || value === false) node.removeAttribute(name)
    else node.setAttribute(name, value === true ? '' : String(value))
  }
}

/** A writer that hides and shows a node by its `hidden` attribute. */
export function shownSlot(node: HTMLElement): (shown: boolean) => void {
  let last: boolean | null = null
  return (shown) => {
    if (shown === last) return
    last = shown
    node.hidden = !shown
  }
}

/** Fills `parent` with a template: `[fire]` becomes a key cap with what `cap` gives, the rest stays text. */
export function writeKeys(parent: Element, template: string, cap: (name: string) => string): void {
  parent.replaceChildren(
    ...template
      .split(/(\[\w+\])/)
      .filter((part) => part !== '')
      .map((part) => (part.startsWith('[') ? el('kbd', '', cap(part.slice(1, -1))) : part)),
  )
}

/** Fills `parent` with a template whose `{name}` places become the given nodes. */
export function writeNodes(parent: Element, template: string, nodes: Readonly<Record<string, Node>>): void {
  parent.replaceChildren(...template.split(/\{(\w+)\}/).map((part, i) => (i % 2 === 1 ? (nodes[part] ?? part) : part)))
}
