# Runs when a container of shop:1 starts.
if [ -z "$SHOP_NAME" ]; then
  echo "shop: SHOP_NAME is not set, and a shop without a name stays closed" >&2
  exit 1
fi
echo "<h1>$SHOP_NAME is open</h1>" > /usr/share/nginx/html/index.html
exec nginx -g 'daemon off;'
