// Stands in for react-remove-scroll, which writes a <style> element into the page: the content security policy forbids
// that, and this page never scrolls behind a dialog anyway.
import { forwardRef } from 'react';

export const RemoveScroll = forwardRef(function RemoveScroll({ as: As = 'div', allowPinchZoom, shards, ...rest }, ref) {
  return <As ref={ref} {...rest} />;
});
