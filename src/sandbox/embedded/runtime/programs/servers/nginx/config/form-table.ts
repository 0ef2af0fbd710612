/**
 * The directives of nginx 1.27, by their form: in which blocks (m main, e events, h http, s server, l location, u upstream,
 * S and L `if` in a server or location, X `limit_except`), `{` for those with a block, how many arguments (`1-2`, `1+`),
 * what a single value must be, and `*` for those that may be given again.
 * https://nginx.org/en/docs/dirindex.html
 */
export const simulated: {readonly [form: string]: string} = {
  'm flag': 'daemon master_process',
  'm 1': 'pid worker_processes',
  'm 1-2': 'user',
  'm 1+ *': 'error_log',
  'mehsluSLX 1 *': 'include',
  'm { 0': 'events http',
  'e 1': 'worker_connections use',
  'h { 0 *': 'server',
  'h { 1 *': 'upstream',
  'u 1+ *': 'server',
  'u 0': 'ip_hash least_conn',
  'u 1-2': 'hash',
  'h { 2 *': 'map',
  's 1+ *': 'listen server_name',
  'sl { 1-2 *': 'location',
  'sl { 1+ *': 'if',
  'l { 1+ *': 'limit_except',
  'hslL 1': 'root charset',
  'l 1': 'alias',
  'l 0': 'internal',
  'sl 0-1': 'stub_status',
  'hsl { 0 *': 'types',
  'hsl 1':
    'default_type server_tokens autoindex_format if_modified_since satisfy proxy_http_version proxy_method proxy_set_body',
  'hslL 1-2': 'expires',
  'hslL 2-3 *': 'add_header',
  'hsl 1+ *': 'index error_log',
  'hsl 1-2': 'keepalive_timeout',
  'sl 2+': 'try_files',
  'hslL 2+ *': 'error_page',
  'hslLX 1+ *': 'access_log',
  'h 2+ *': 'log_format',
  'hslX 1 *': 'allow deny',
  'slSL 1-2 *': 'return',
  'slSL 2-3 *': 'rewrite',
  'slSL 0 *': 'break',
  'slSL 2 *': 'set',
  'hsl flag':
    'autoindex autoindex_localtime autoindex_exact_size absolute_redirect server_name_in_redirect port_in_redirect etag log_not_found recursive_error_pages proxy_intercept_errors proxy_pass_request_headers proxy_pass_request_body',
  'hs flag': 'merge_slashes',
  'hsl 1 size': 'client_max_body_size',
  'hs 1 time': 'client_header_timeout',
  'hsl 1 count': 'keepalive_requests max_ranges',
  'lLX 1': 'proxy_pass',
  'hsl 1-2 *': 'proxy_redirect',
  'hsl 2 *': 'proxy_set_header',
  'hsl 1 *': 'proxy_hide_header proxy_pass_header',
  'hsl 1 time': 'proxy_connect_timeout proxy_read_timeout resolver_timeout',
  'hsl 1+': 'proxy_next_upstream resolver',
  'l 0-0': 'empty_gif',
};

/** They change how fast the real server is, or what nobody here can see: they are read, checked and do nothing. */
export const accepted: {readonly [form: string]: string} = {
  'm 1':
    'timer_resolution lock_file debug_points worker_priority worker_rlimit_nofile worker_rlimit_core worker_shutdown_timeout working_directory',
  'm 1+': 'worker_cpu_affinity',
  'm 1 *': 'env',
  'm 2-3 *': 'thread_pool',
  'm flag': 'pcre_jit quic_bpf',
  'e flag': 'multi_accept accept_mutex',
  'e 1': 'accept_mutex_delay debug_connection epoll_events worker_aio_requests',
  'hs 1 count': 'max_headers',
  'h 1 count':
    'variables_hash_max_size variables_hash_bucket_size server_names_hash_max_size server_names_hash_bucket_size map_hash_max_size map_hash_bucket_size',
  'hs 1 size': 'connection_pool_size request_pool_size client_header_buffer_size',
  'hs 2': 'large_client_header_buffers',
  'hs flag': 'ignore_invalid_headers underscores_in_headers',
  'hsl 1 count': 'types_hash_max_size types_hash_bucket_size',
  'hsl 1 size':
    'client_body_buffer_size sendfile_max_chunk read_ahead subrequest_output_buffer_size directio_alignment send_lowat postpone_output gzip_min_length proxy_buffer_size proxy_busy_buffers_size proxy_max_temp_file_size proxy_temp_file_write_size',
  'hsl 1 time':
    'client_body_timeout send_timeout keepalive_time auth_delay lingering_time lingering_timeout open_file_cache_valid proxy_send_timeout proxy_next_upstream_timeout',
  'hsl 1-4': 'client_body_temp_path proxy_temp_path',
  'hsl 1':
    'client_body_in_file_only aio directio lingering_close open_file_cache_min_uses gzip_http_version gzip_comp_level gzip_window gzip_hash proxy_next_upstream_tries proxy_send_lowat proxy_headers_hash_max_size proxy_headers_hash_bucket_size',
  'hsl 1-2': 'keepalive_disable open_file_cache disable_symlinks proxy_bind',
  'hsl flag':
    'client_body_in_single_buffer aio_write tcp_nopush tcp_nodelay reset_timedout_connection msie_padding msie_refresh log_subrequest chunked_transfer_encoding open_file_cache_errors open_file_cache_events gzip_vary postpone_gzipping gzip_no_buffer proxy_buffering proxy_request_buffering proxy_ignore_client_abort proxy_socket_keepalive proxy_force_ranges gunzip',
  'hslL flag': 'sendfile gzip override_charset',
  'hsl 2': 'gzip_buffers output_buffers proxy_buffers',
  'hsl 1+': 'gzip_proxied gzip_types gzip_disable charset_types proxy_ignore_headers',
  'hslL 1': 'source_charset limit_rate limit_rate_after',
  'slSL flag': 'uninitialized_variable_warn',
  'hslSL flag': 'rewrite_log',
  'h 1-4': 'open_log_file_cache',
  'u 1': 'keepalive keepalive_time keepalive_timeout keepalive_requests',
  'u 1-2': 'zone',
  'u 0-2': 'random',
};

/** Known, so that they are not called unknown; using one is refused, as it would change what one sees. */
export const notSimulated: {readonly [form: string]: string} = {
  'm 1': 'ssl_engine load_module',
  'm { 0': 'stream mail',
  'hsl 1+ *':
    'auth_request auth_request_set limit_conn limit_req limit_conn_log_level limit_conn_status limit_conn_dry_run limit_req_log_level limit_req_status limit_req_dry_run secure_link secure_link_md5 mirror mirror_request_body slice userid userid_service userid_name userid_domain userid_path userid_expires userid_flags userid_mark add_before_body add_after_body addition_types set_real_ip_from real_ip_header real_ip_recursive gzip_static dav_methods create_full_put_path min_delete_depth dav_access sub_filter sub_filter_types sub_filter_once sub_filter_last_modified fastcgi_index fastcgi_split_path_info fastcgi_connect_timeout fastcgi_send_timeout fastcgi_read_timeout fastcgi_buffers fastcgi_buffer_size fastcgi_buffering fastcgi_intercept_errors fastcgi_hide_header fastcgi_pass_header fastcgi_keep_conn fastcgi_cache fastcgi_cache_key fastcgi_cache_valid uwsgi_read_timeout uwsgi_buffering scgi_buffering grpc_set_header grpc_read_timeout grpc_send_timeout grpc_connect_timeout memcached_connect_timeout memcached_read_timeout perl js_import js_content',
  'hslX 1': 'auth_basic auth_basic_user_file',
  'hslL 1+ *': 'ssi add_trailer post_action',
  'hsl 1+':
    'ssi_silent_errors ssi_types ssi_last_modified ssi_value_length ssi_min_file_chunk proxy_cookie_domain proxy_cookie_path proxy_cookie_flags proxy_store proxy_store_access proxy_limit_rate proxy_cache proxy_cache_key proxy_cache_bypass proxy_no_cache proxy_cache_valid proxy_cache_min_uses proxy_cache_max_range_offset proxy_cache_use_stale proxy_cache_methods proxy_cache_lock proxy_cache_lock_timeout proxy_cache_lock_age proxy_cache_revalidate proxy_cache_convert_head proxy_cache_background_update proxy_ssl_session_reuse proxy_ssl_protocols proxy_ssl_ciphers proxy_ssl_name proxy_ssl_server_name proxy_ssl_verify proxy_ssl_verify_depth proxy_ssl_trusted_certificate proxy_ssl_crl proxy_ssl_certificate proxy_ssl_certificate_key proxy_ssl_password_file proxy_ssl_conf_command',
  'h 2+ *': 'limit_conn_zone limit_req_zone proxy_cache_path fastcgi_cache_path',
  'h { 1+ *': 'geo split_clients charset_map',
  'sl 1+ *': 'valid_referers',
  'l 0-1': 'random_index flv mp4 secure_link_secret',
  'hs 1+ *':
    'ssl_certificate ssl_certificate_key ssl_password_file ssl_dhparam ssl_ecdh_curve ssl_protocols ssl_ciphers ssl_buffer_size ssl_verify_client ssl_verify_depth ssl_client_certificate ssl_trusted_certificate ssl_prefer_server_ciphers ssl_session_cache ssl_session_tickets ssl_session_ticket_key ssl_session_timeout ssl_crl ssl_ocsp ssl_ocsp_responder ssl_ocsp_cache ssl_stapling ssl_stapling_file ssl_stapling_responder ssl_stapling_verify ssl_early_data ssl_conf_command ssl_reject_handshake http2 http3 quic_retry quic_gso quic_host_key quic_active_connection_id_limit',
  'lL 1': 'fastcgi_pass uwsgi_pass scgi_pass grpc_pass memcached_pass',
  'hsl 2-3 *': 'fastcgi_param uwsgi_param scgi_param',
};
