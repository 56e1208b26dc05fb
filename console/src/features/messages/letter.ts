/** What a mail may bring along that must not run, load or lead anywhere here. */
const DROPPED = 'script, iframe, frame, object, embed, link, meta, base, form, template, svg use, audio, video, source';
const LOADING = ['src', 'srcset', 'background', 'poster', 'data', 'href', 'xlink:href', 'action', 'formaction'];

/**
 * The HTML of a mail, to be shown in a sandboxed frame: nothing runs, and nothing is fetched from elsewhere (a pixel would
 * tell its owner who looks). Gives how many outside things were left out.
 */
export function harmless(html: string): { html: string; left: number } {
  const read = new DOMParser().parseFromString(html, 'text/html');
  let left = 0;
  read.querySelectorAll(DROPPED).forEach(element => {
    element.remove();
    left += 1;
  });
  read.querySelectorAll('*').forEach(element => {
    for (const { name, value } of [...element.attributes]) {
      if (name.startsWith('on')) {
        element.removeAttribute(name);
        left += 1;
      } else if (LOADING.includes(name) && !/^data:image\/(png|jpeg|gif|webp);/i.test(value.trim())) {
        element.removeAttribute(name);
        if (name === 'href') element.setAttribute('title', value);
        else left += 1;
      } else if (name === 'style' && loads(value)) {
        element.removeAttribute(name);
        left += 1;
      }
    }
  });
  read.querySelectorAll('img:not([src])').forEach(picture => picture.replaceWith(picture.getAttribute('alt') ?? ''));
  read.querySelectorAll('style').forEach(style => {
    if (loads(style.textContent ?? '')) {
      style.remove();
      left += 1;
    }
  });
  return { html: `<!doctype html>${read.documentElement.outerHTML}`, left };
}

/** Whether a style fetches something. */
function loads(style: string): boolean {
  return /url\s*\(|@import|image-set|\\/i.test(style);
}
