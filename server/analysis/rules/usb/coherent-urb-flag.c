struct remote { struct usb_device *udev; struct urb *urb; u8 *data; dma_addr_t dma; struct urb *out; u8 *command; };

static int alloc(struct remote *r)
{
	r->data = usb_alloc_coherent(r->udev, 8, GFP_KERNEL, &r->dma);
	r->command = kmalloc(8, GFP_KERNEL);
	return r->data && r->command ? 0 : -ENOMEM;
}

static void field_bad(struct remote *r)
{
	usb_fill_bulk_urb(r->urb, r->udev, usb_rcvbulkpipe(r->udev, 1), r->data, 8, NULL, r); // usb/coherent-urb-flag: memory from `usb_alloc_coherent`
}

static int no_address_bad(struct remote *r)
{
	u8 *buf = kmalloc(8, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	usb_fill_bulk_urb(r->out, r->udev, usb_sndbulkpipe(r->udev, 1), buf, 8, NULL, r); // usb/coherent-urb-flag: `URB_NO_TRANSFER_DMA_MAP` is set for memory from `kmalloc`, and nothing sets `transfer_dma`
	r->out->transfer_flags |= URB_NO_TRANSFER_DMA_MAP;
	return 0;
}

static void plain_ok(struct remote *r)
{
	usb_fill_bulk_urb(r->out, r->udev, usb_sndbulkpipe(r->udev, 1), r->command, 8, NULL, r);
}
